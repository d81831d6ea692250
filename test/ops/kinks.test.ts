import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { compareGradients } from "../../src/gradcheck/index.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });
const leaf = (values: ag.NestedArray) => ag.tensor(values, { device, requiresGrad: true });

async function gradient(x: ag.Tensor, y: ag.Tensor): Promise<number[]> {
  const [dx] = ag.grad(y.sum(), [x]);
  return [...(await dx!.data())];
}

describe("at kinks and ties", () => {
  it("relu has gradient 0 at 0", async () => {
    const x = leaf([-1, 0, -0, 2]);
    expect(await gradient(x, ag.relu(x))).toEqual([0, 0, 0, 1]);
  });

  it("abs has gradient 0 at 0", async () => {
    const x = leaf([-2, 0, 3]);
    expect(await gradient(x, ag.abs(x))).toEqual([-1, 0, 1]);
  });

  it("clamp passes the gradient at its bounds", async () => {
    const x = leaf([-2, -1, 0, 1, 2]);
    expect(await gradient(x, ag.clamp(x, { min: -1, max: 1 }))).toEqual([0, 1, 1, 1, 0]);
  });

  it("maximum gives half to each side of a tie", async () => {
    const [a, b] = [leaf([1, 2, 3]), leaf([2, 2, 2])];
    expect(await gradient(a, ag.maximum(a, b))).toEqual([0, 0.5, 1]);
    expect(await gradient(b, ag.maximum(a, b))).toEqual([1, 0.5, 0]);
  });

  it("max shares evenly among ties", async () => {
    const x = leaf([
      [1, 3, 3],
      [4, 2, 0],
    ]);
    expect(await gradient(x, ag.max(x, { axes: 1 }))).toEqual([0, 0.5, 0.5, 1, 0, 0]);
  });

  it("maxPool2d lets the first of equals win", async () => {
    const x = leaf([
      [
        [
          [5, 5, 1],
          [5, 5, 5],
          [0, 5, 5],
        ],
      ],
    ]);
    expect(await gradient(x, ag.maxPool2d(x, { kernel: 2, stride: 1 }))).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0]);
  });

  it("pow is smooth in its base at 0 for whole exponents", async () => {
    const x = leaf([0, 0, 0]);
    expect(await gradient(x, x.pow(leaf([0, 1, 2])))).toEqual([0, 1, 0]);
  });
});

describe("a sub-gradient", () => {
  /** (f(x ± h e_i) − f(x)) / ±h, with h so small that it crosses no other kink: f is piecewise linear. */
  async function oneSided(f: (x: ag.Tensor) => ag.Tensor, values: number[], shape: number[], i: number, h: number) {
    const at = (value: number) =>
      f(ag.tensor(values.with(i, value), shape, { device }))
        .sum()
        .item();
    return ((await at(values[i] + h)) - (await at(values[i]))) / h;
  }

  const cases: [string, (x: ag.Tensor) => ag.Tensor, number[]][] = [
    ["relu", ag.relu, [6]],
    ["abs", ag.abs, [6]],
    ["clamp", (x) => ag.clamp(x, { min: -1, max: 1 }), [6]],
    ["maximum", (x) => ag.maximum(ag.slice(x, { axis: 0, end: 3 }), ag.slice(x, { axis: 0, start: 3 })), [6]],
    ["max", (x) => ag.max(x, { axes: 1 }), [2, 3]],
    ["maxPool2d", (x) => ag.maxPool2d(x, { kernel: 2, stride: 1, padding: 1 }), [1, 1, 3, 3]],
    ["maxPool2d in ceil mode", (x) => ag.maxPool2d(x, { kernel: 3, stride: 2, ceilMode: true }), [1, 2, 4, 4]],
  ];

  it.each(cases)("of %s at kinks and ties lies between the one-sided derivatives", async (_, f, shape) => {
    const size = shape.reduce((a, b) => a * b);
    // Whole numbers from −1 to 1: nearly every element lies on a kink or ties.
    const points = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: size, maxLength: size });
    await fc.assert(
      fc.asyncProperty(points, async (values) => {
        const x = ag.tensor(values, shape, { device, requiresGrad: true });
        const found = await gradient(x, f(x));
        for (const [i, slope] of found.entries()) {
          const sides = [await oneSided(f, values, shape, i, 1 / 8), await oneSided(f, values, shape, i, -1 / 8)];
          expect(slope).toBeGreaterThanOrEqual(Math.min(...sides));
          expect(slope).toBeLessThanOrEqual(Math.max(...sides));
        }
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it.each(cases)("of %s on the cpu device is the reference's, bit for bit", async (_, f, shape) => {
    const other = await cpu({ threads: 2 });
    const size = shape.reduce((a, b) => a * b);
    const rng = new ag.Rng(3);
    for (let run = 0; run < 20; run++) {
      const values = Array.from({ length: size }, () => rng.int(3) - 1);
      const on = async (where: ag.Device) => {
        const x = ag.tensor(values, shape, { device: where, requiresGrad: true });
        return gradient(x, f(x));
      };
      expect(await on(other)).toEqual(await on(ag.reference()));
    }
    await other.close();
  });

  it("is what the gradient checker leaves without judgment", async () => {
    for (const [, f, shape] of cases) {
      const x = ag.tensor(new Float64Array(shape.reduce((a, b) => a * b)), shape, { device, requiresGrad: true });
      expect((await compareGradients((input) => f(input!), [x])).status).not.toBe("failed");
    }
  });
});

describe("not a number", () => {
  it("goes through relu, clamp, maximum, max and maxPool2d", async () => {
    const x = leaf([
      [
        [
          [1, Number.NaN],
          [3, 4],
        ],
      ],
    ]);
    for (const y of [ag.relu(x), ag.clamp(x, { min: 0 }), ag.maximum(x, 0), x.max(), ag.maxPool2d(x, { kernel: 2 })]) {
      expect(await y.sum().item()).toBeNaN();
    }
  });

  it("wins maxPool2d's gradient", async () => {
    const x = leaf([
      [
        [
          [9, Number.NaN],
          [Number.NaN, 4],
        ],
      ],
    ]);
    expect(await gradient(x, ag.maxPool2d(x, { kernel: 2 }))).toEqual([0, 1, 0, 0]);
  });
});

describe("dropout", () => {
  const x = ag.ones([4000], { device });
  const counted = async (y: ag.Tensor) => [...(await y.data())].filter((value) => value === 0).length / 4000;

  it("drops a share p and scales the rest, so that the mean stays", async () => {
    const y = ag.dropout(x, { p: 0.3, rng: new ag.Rng(1) });
    expect(await counted(y)).toBeCloseTo(0.3, 1);
    expect(await y.max().item()).toBeCloseTo(1 / 0.7, 14);
    expect(await y.mean().item()).toBeCloseTo(1, 1);
  });

  it("in its form of 2012 scales in evaluation instead", async () => {
    const trained = ag.dropout(x, { inverted: false, rng: new ag.Rng(1) });
    expect(await trained.max().item()).toBe(1);
    const evaluated = ag.dropout(x, { inverted: false, training: false });
    expect(await evaluated.mean().item()).toBe(0.5);
    expect(await ag.dropout(x, { training: false }).mean().item()).toBe(1);
  });

  it("is a function of its stream: equal seeds give equal masks, on float32 too", async () => {
    const mask = async (dtype: "float32" | "float64", seed: number) => [
      ...(await ag.dropout(ag.ones([64], { device: ag.reference({ dtype }) }), { rng: new ag.Rng(seed) }).data()),
    ];
    expect(await mask("float32", 3)).toEqual(await mask("float64", 3));
    expect(await mask("float64", 3)).not.toEqual(await mask("float64", 4));
  });

  it("draws from the default stream, which manualSeed restarts", async () => {
    ag.manualSeed(11);
    const first = await ag.dropout(x).data();
    const second = await ag.dropout(x).data();
    ag.manualSeed(11);
    expect(await ag.dropout(x).data()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it("hands the gradient through its mask", async () => {
    const z = leaf([1, 2, 3, 4, 5, 6, 7, 8]);
    const y = ag.dropout(z, { rng: new ag.Rng(2) });
    const kept = [...(await y.data())].map((value) => (value === 0 ? 0 : 2));
    expect(await gradient(z, y)).toEqual(kept);
  });
});
