import { expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { isGood, judgeError } from "../torture/outcome.ts";
import { onnx } from "../torture/readers/onnx.ts";
import { readMutant } from "../torture/readMutant.ts";

const [kind, elsewhere] = onnx;

it("mutants are read, or refused by name", async () => {
  let read = 0;
  const bad: unknown[] = [];
  for (let seed = 0; seed < 2000; seed++) {
    const { tree } = kind.mutate(new Rng(seed).fork(kind.name));
    try {
      await kind.read(tree, () => "");
      read++;
    } catch (error) {
      const verdict = judgeError(error, kind.names!);
      if (!isGood(verdict)) bad.push([seed, verdict, error]);
    }
  }
  expect(bad).toEqual([]);
  expect(read).toBeGreaterThan(100);
});

it("mutants with weights elsewhere are read from the model's folder, or refused by name", async () => {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const verdict = await readMutant(elsewhere, seed);
    expect({ seed, ...verdict, isGood: isGood(verdict) }).toMatchObject({ seed, isGood: true });
    outcomes.add(verdict.outcome);
  }
  expect([...outcomes].sort()).toEqual(["clear error", "right"]);
});
