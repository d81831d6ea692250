import { describe, expect, it } from "vitest";
import { OptionError, Rng, randn, reference, scope, type Tensor, tensor } from "../../src/index.ts";
import { Muon } from "../../src/optim/index.ts";

const device = reference({ dtype: "float64" });

/** What Newton and Schulz's five steps make of one singular value of a matrix whose norm is 1. */
function pace(s: number): number {
  for (let i = 0; i < 5; i++) s = 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5;
  return s;
}

function rotation(size: number, seed: number): number[][] {
  const rows: number[][] = [];
  const rng = new Rng(seed);
  for (let i = 0; i < size; i++) {
    let row = Array.from({ length: size }, () => rng.normal());
    for (const other of rows) {
      const dot = row.reduce((sum, value, k) => sum + value * other[k], 0);
      row = row.map((value, k) => value - dot * other[k]);
    }
    const norm = Math.hypot(...row);
    rows.push(row.map((value) => value / norm));
  }
  return rows;
}

/** U diag(s) Vᵀ, row by row. */
function compose(u: number[][], s: number[], v: number[][]): number[] {
  return u.flatMap((row) => v[0].map((_, j) => s.reduce((sum, value, k) => sum + row[k] * value * v[j][k], 0)));
}

function step(optimizer: Muon, w: Tensor, grad: number[]): void {
  scope(() => {
    optimizer.zeroGrad();
    w.mul(tensor(grad, w.shape, { device }))
      .sum()
      .backward();
    optimizer.step();
  });
}

const zeros = (shape: number[]) =>
  tensor(new Array(shape.reduce((a, b) => a * b)).fill(0), shape, { device, requiresGrad: true });

describe("Muon", () => {
  it.each([
    ["wide", [3, 5], 1],
    ["tall", [5, 3], Math.sqrt(5 / 3)],
    ["a convolution's", [3, 5, 1, 1], 1],
  ] as const)("works on each singular value by itself: %s", async (_, shape, scale) => {
    const [rows, columns] = shape;
    const [u, v] = [rotation(rows, 1), rotation(columns, 2)];
    const values = [3, 1, 0.2];
    const norm = Math.hypot(...values);
    const w = zeros([...shape]);
    step(new Muon([w], { lr: 0.1, momentum: 0 }), w, compose(u, values, v));
    const expected = compose(
      u,
      values.map((s) => -0.1 * scale * pace(s / norm)),
      v,
    );
    (await w.data()).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });
  });

  it("looks ahead along the velocity, and decays matrices alone", async () => {
    const [matrix, vector] = [
      tensor([[2]], { device, requiresGrad: true }),
      tensor([2], { device, requiresGrad: true }),
    ];
    const optimizers = [matrix, vector].map((w) => new Muon([w], { lr: 0.1, momentum: 0.5, weightDecay: 0.3 }));
    for (const grad of [1, -4]) {
      for (const [i, w] of [matrix, vector].entries()) step(optimizers[i], w, [grad]);
    }
    // u = 1 + 0.5 · 1, then −4 + 0.5 · (−4 + 0.5 · 1)
    expect(await vector.item()).toBeCloseTo(2 - 0.1 * 1.5 + 0.1 * 5.75, 12);
    const kept = 1 - 0.1 * 0.3;
    expect(await matrix.item()).toBeCloseTo(kept * (kept * 2 - 0.1 * pace(1)) + 0.1 * pace(1), 12);
  });

  it("stays where it is without a gradient, and leaves nothing behind", async () => {
    const w = randn([4, 3], { device, requiresGrad: true, rng: new Rng(0) });
    const before = [...(await w.data())];
    const optimizer = new Muon([w], { weightDecay: 0 });
    step(optimizer, w, new Array(12).fill(0));
    expect([...(await w.data())]).toEqual(before);
    const { liveBytes } = device.memory();
    step(optimizer, w, new Array(12).fill(1));
    expect(device.memory().liveBytes).toBe(liveBytes);
  });

  it("refuses options out of range", () => {
    const w = zeros([1]);
    expect(() => new Muon([w], { nsSteps: 0 })).toThrow(OptionError);
    expect(() => new Muon([w], { momentum: -1 })).toThrow(OptionError);
  });
});
