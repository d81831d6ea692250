import { describe, expect, it } from "vitest";
import { AlexgradError, FormatError, Rng } from "../../src/index.ts";
import { digest, type Kind } from "./kind.ts";
import { judgeError, judgeMessage, Nonsense } from "./outcome.ts";
import { kinds } from "./readers/index.ts";
import { readMutant, readTwice } from "./readMutant.ts";
import { countOutcomes, formatOutcomes, listBad } from "./table.ts";

const kindOf = (read: Kind["read"]): Kind => ({ name: "test", weight: 1, mutate: () => ({ tree: {} }), read });

describe("judgment", () => {
  it.each([
    [new FormatError("a.png", "cut off"), "clear error"],
    [new FormatError("b.png", "cut off"), "unclear error"],
    [new AlexgradError("a.png: two\nlines"), "unclear error"],
    [new AlexgradError("a.png: \u001b[31mred"), "unclear error"],
    [new TypeError("a.png"), "raw error"],
    ["a.png", "raw error"],
    [new Nonsense("NaN"), "nonsense"],
  ] as const)("of %s", (error, outcome) => {
    expect(judgeError(error, ["a.png"]).outcome).toBe(outcome);
  });

  it("asks for no name where there is none to tell", () => {
    expect(judgeMessage("the loss is NaN", []).outcome).toBe("clear error");
  });
});

describe("reading", () => {
  it("sees what differs from one time to the next", async () => {
    let time = 0;
    expect(
      (
        await readTwice(
          kindOf(() => String(time++)),
          {},
        )
      ).outcome,
    ).toBe("differs");
    expect(
      (
        await readTwice(
          kindOf(() => "same"),
          {},
        )
      ).outcome,
    ).toBe("right");
  });

  it("sees a wrong checksum that nobody noticed", async () => {
    const tree = { file: "damaged" };
    const kind = { ...kindOf((files) => String(files.file)), mutate: () => ({ tree, original: { file: "whole" } }) };
    expect((await readMutant(kind, 1)).outcome).toBe("nonsense");
  });

  it.each(kinds.map((kind) => [kind.name, kind] as const))(
    "%s: a seed makes the same mutant again",
    (_, { mutate }) => {
      const drawn = (seed: number) => JSON.stringify(Object.entries(mutate(new Rng(seed)).tree).map(String));
      for (const seed of [1, 2, 3]) expect(drawn(seed)).toBe(drawn(seed));
      expect(new Set(Array.from({ length: 20 }, (_, seed) => digest(drawn(seed)))).size).toBeGreaterThan(3);
    },
  );
});

it("counts by kind, and lists what is bad", () => {
  const results = [
    { kind: "png", seed: 1, outcome: "right", detail: "" },
    { kind: "png", seed: 2, outcome: "hang", detail: "long" },
    { kind: "device", seed: 3, outcome: "clear error", detail: "", killed: 2 },
  ] as const;
  expect(
    formatOutcomes(countOutcomes(results))
      .split("\n")
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ["", "cases", "killed", "right", "clear error", "hang"],
    ["png", "2", "0", "1", "0", "1"],
    ["device", "1", "2", "0", "1", "0"],
    ["all", "3", "2", "1", "1", "1"],
  ]);
  expect(listBad(results)).toEqual(['png:2  hang  "long"']);
});
