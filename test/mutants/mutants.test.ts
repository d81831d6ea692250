import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bug, backward } from "../../docs/museum/bug.ts";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { catalog } from "../../docs/museum/catalog/index.ts";
import { differentiate as differentiateAt } from "../../docs/museum/differentiate.ts";
import { grad } from "../../src/core/backward.ts";
import { gradFnOf } from "../../src/core/gradFn.ts";
import { Rng } from "../../src/core/rng.ts";
import { handleOf } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { DType, Floats } from "../../src/devices/device.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import { opInfos } from "../../src/gradcheck/op-info/index.ts";
import { type OpCase, valuesOf } from "../../src/gradcheck/op-info/op-info.ts";
import { mul } from "../../src/ops/arithmetic.ts";
import { sum } from "../../src/ops/sum.ts";

/** A case's output and its gradients of both orders. */
function differentiate(opCase: OpCase, device: ReferenceDevice): { output: Floats; gradients: Floats[] } {
  const shapes = opCase.inputs.map(({ shape }) => shape);
  const point = { shapes, values: valuesOf(opCase), run: opCase.run };
  const { output, first, second } = differentiateAt(point, device, new Rng(opCase.seed).fork("weights"));
  return { output, gradients: [...first, ...second].filter((gradient) => gradient !== null) };
}

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
    expect(catalog.length).toBeGreaterThanOrEqual(75);
    expect(new Set(catalog.map(({ name }) => name)).size).toBe(catalog.length);
  });

  it.each(catalog.map((bug) => [bug.name, bug] as const))("%s: changes gradients alone", (_, bug) => {
    for (const op of bug.ops) {
      const device = bugDevice(bug);
      const { info, wanted } = rowOf(op);
      const got = fc.sample(info.cases, sampling).map((opCase) => differentiate(opCase, device));
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

describe("bugDevice", () => {
  const doubled = backward("mul: doubled", ["mul"], (k) => ({
    mul(out, a, b, g) {
      k.mul(out, a, b, g);
      out.set(out.map((value) => 2 * value));
    },
  }));

  /** x² and its gradient at 3. */
  function square(bug: Bug, dtype: DType = "float64") {
    const device = bugDevice(bug, { dtype });
    const x = tensor([3], [1], { device, requiresGrad: true });
    const y = mul(x, x);
    const [dx] = grad(sum(y), [x]);
    return { dtype: device.dtype, y: device.peek(handleOf(y))[0], dx: device.peek(handleOf(dx!))[0] };
  }

  it("changes a kernel while gradients are computed, and only then", () => {
    expect(square(doubled)).toEqual({ dtype: "float64", y: 9, dx: 12 });
    expect(square(doubled, "float32")).toEqual({ dtype: "float32", y: 9, dx: 12 });
  });

  it("changes it in the forward pass too where the bug is always on", () => {
    expect(square({ ...doubled, phase: "always" })).toMatchObject({ y: 18, dx: 12 });
  });

  it("is right again after a backward pass that threw", () => {
    const device = bugDevice(doubled);
    const x = tensor([3], [1], { device, requiresGrad: true });
    const y = mul(x, x);
    y.registerHook(() => {
      throw new Error("no gradient");
    });
    expect(() => grad(sum(y), [x])).toThrow("no gradient");
    expect(device.peek(handleOf(mul(x, x)))[0]).toBe(9);
  });

  it("is on where one step of the tape runs by hand", () => {
    const device = bugDevice(doubled);
    const x = tensor([3], [1], { device, requiresGrad: true });
    const y = mul(x, x);
    const [byFirst] = gradFnOf(y)!.backward(tensor([1], [1], { device }));
    expect(device.peek(handleOf(byFirst!))[0]).toBe(6);
  });
});
