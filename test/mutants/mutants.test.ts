import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Floats } from "../../src/devices/device.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import { opInfos } from "../../src/gradcheck/op-info/index.ts";
import { opInfo } from "../../src/gradcheck/op-info/op-info.ts";
import { mul } from "../../src/ops/arithmetic.ts";
import { mutants } from "./catalog/index.ts";
import { differentiate } from "./differentiate.ts";
import { backward, mutantDevice } from "./mutant.ts";

const sampling = { seed: 20120930, numRuns: 150 };
const sound = new ReferenceDevice("float64");

/** Whether any element is off by more than a rounding, as a part of the largest. */
function differs(got: Floats, wanted: Floats): boolean {
  const scale = Math.max(0, ...wanted.map(Math.abs));
  return wanted.some((value, i) => !(Math.abs(got[i] - value) <= 1e-6 * scale));
}

const wantedByOp = new Map<string, ReturnType<typeof differentiate>[]>();

function rowOf(op: string) {
  const info = opInfos.find(({ name }) => name === op);
  if (info === undefined) throw new Error(`no operator ${op}`);
  const wanted = wantedByOp.get(op) ?? fc.sample(info.cases, sampling).map((opCase) => differentiate(opCase, sound));
  wantedByOp.set(op, wanted);
  return { info, wanted };
}

describe("the catalog", () => {
  it("has many bugs, of different names", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(75);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s: changes gradients alone", (_, mutant) => {
    for (const op of mutant.ops) {
      const { device, wrap } = mutantDevice(mutant);
      const { info, wanted } = rowOf(op);
      const got = fc.sample(wrap(info).cases, sampling).map((opCase) => differentiate(opCase, device));
      const changed = got.filter(({ gradients }, i) =>
        gradients.some((gradient, j) => differs(gradient, wanted[i].gradients[j])),
      );
      expect(changed.length, op).toBeGreaterThan(0);
      expect(
        got.map(({ output }) => output),
        op,
      ).toEqual(wanted.map(({ output }) => output));
      expect(
        got.every(({ gradients }) => gradients.every((gradient) => gradient.every(Number.isFinite))),
        op,
      ).toBe(true);
    }
  });
});

describe("mutantDevice", () => {
  const square = opInfo("square", fc.constant([2]), (shape) => ({
    inputs: [{ shape, domain: () => Float64Array.of(3, -1) }],
    run: (x) => mul(x!, x!),
  }));
  const [opCase] = fc.sample(square.cases, 1);
  const doubled = backward("mul: doubled", ["mul"], (k) => ({
    mul(out, a, b, g) {
      k.mul(out, a, b, g);
      out.set(out.map((value) => 2 * value));
    },
  }));

  it("changes a kernel outside of the forward pass", () => {
    const { device, wrap } = mutantDevice(doubled);
    const [wrapped] = fc.sample(wrap(square).cases, 1);
    expect(differentiate(wrapped!, device).output).toEqual(Float64Array.of(9, 1));
    expect(differentiate(opCase!, device).output).toEqual(Float64Array.of(18, 2));
  });

  it("changes it again after a forward pass that threw", () => {
    const { device, wrap } = mutantDevice(doubled);
    const run = () => {
      throw new Error("no forward pass");
    };
    const [broken] = fc.sample(wrap({ ...square, cases: square.cases.map((each) => ({ ...each, run })) }).cases, 1);
    expect(() => differentiate(broken!, device)).toThrow("no forward pass");
    expect(differentiate(opCase!, device).output).toEqual(Float64Array.of(18, 2));
  });

  it("changes it in the forward pass too where the mutant is always on", () => {
    const { device, wrap } = mutantDevice({ ...doubled, phase: "always" });
    const [wrapped] = fc.sample(wrap(square).cases, 1);
    expect(differentiate(wrapped!, device).output).toEqual(Float64Array.of(18, 2));
  });
});
