import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { reference } from "../../src/devices/reference.ts";
import { modelCode } from "../../src/torch/modelCode.ts";
import { recipeTable } from "../../src/train/build.ts";
import { cases, configOf, type Outcome, runHere, settingsOf } from "./networks.ts";
import { python, whyNotLive } from "./python.ts";

const golden = fileURLToPath(new URL("../golden/", import.meta.url));
const read = (file: string): Record<string, Outcome> => JSON.parse(readFileSync(file, "utf8"));

/** @param tolerance relative: to the largest of the logits, to the norm of a tensor. */
function expectSame(here: Outcome, there: Outcome, tolerance: number): void {
  const largest = Math.max(...there.logits.map(Math.abs));
  expect(here.logits.length).toBe(there.logits.length);
  here.logits.forEach((value, i) => {
    expect(Math.abs(value - there.logits[i]!), `logit ${i}`).toBeLessThan(tolerance * largest);
  });
  here.losses.forEach((value, i) => {
    expect(Math.abs(value / there.losses[i]! - 1), `loss ${i}`).toBeLessThan(tolerance);
  });
  for (const kind of ["gradients", "state"] as const) {
    expect(Object.keys(here[kind]).sort()).toEqual(Object.keys(there[kind]).sort());
    for (const [name, [norm, product]] of Object.entries(there[kind])) {
      const [ownNorm, ownProduct] = here[kind][name]!;
      const error = Math.max(Math.abs(ownNorm - norm), Math.abs(ownProduct - product));
      expect(error, `${kind} ${name}: ${error / norm} of the norm`).toBeLessThanOrEqual(tolerance * norm);
    }
  }
}

const inFloat64 = reference({ dtype: "float64" });
const inFloat32 = await cpu({ threads: 1 });
afterAll(() => inFloat32.close());

describe.for(Object.entries(cases))("%s", ([name, recipe]) => {
  const { input, classes } = configOf(recipe);

  it("is written as PyTorch code", async () => {
    const table = recipeTable(recipe, { input, classes: classes.length });
    await expect(modelCode(table)).toMatchFileSnapshot(join(golden, `networks/${name}.py`));
    const settings = `${JSON.stringify(settingsOf(recipe, inFloat64), null, 2)}\n`;
    await expect(settings).toMatchFileSnapshot(join(golden, `networks/${name}.json`));
  });

  it("has PyTorch's logits, gradients and three steps, in float64", async () => {
    expectSame(await runHere(recipe, inFloat64), read(join(golden, "networks.json"))[name]!, 1e-9);
  });

  it("has them in float32", async () => {
    expectSame(await runHere(recipe, inFloat32), read(join(golden, "networks.json"))[name]!, 1e-4);
  });
});

it.skipIf(whyNotLive !== null)("is what this machine's PyTorch makes of it too, in float64 and float32", () => {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-"));
  const kept = read(join(golden, "networks.json"));
  for (const [dtype, tolerance] of [
    ["float64", 1e-9],
    ["float32", 1e-4],
  ] as const) {
    const file = join(folder, `${dtype}.json`);
    execFileSync(python, [join(golden, "make_networks.py"), file, dtype]);
    const live = read(file);
    expect(Object.keys(live).sort()).toEqual(Object.keys(cases).sort());
    for (const name of Object.keys(cases)) expectSame(live[name]!, kept[name]!, tolerance);
  }
});
