import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });
const rng = new ag.Rng(5);
const random = (...shape: number[]) => ag.randn(shape, { device, requiresGrad: true, rng });

async function distance(a: ag.Tensor, b: ag.Tensor): Promise<number> {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [await a.data(), await b.data()];
  return Math.max(...x.map((value, i) => Math.abs(value - y[i])));
}

const windows = fc.record({
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.record({ top: fc.nat(2), bottom: fc.nat(2), left: fc.nat(2), right: fc.nat(2) }),
  dilation: fc.integer({ min: 1, max: 2 }),
});

describe("convolution", () => {
  it("in groups is convolution by a block-diagonal weight, gradients too", async () => {
    await fc.assert(
      fc.asyncProperty(windows, fc.integer({ min: 1, max: 3 }), async (options, groups) => {
        const x = random(2, 2 * groups, 7, 6);
        const w = random(3 * groups, 2, 3, 2);
        const blocks = Array.from({ length: groups }, (_, i) => {
          const block = ag.slice(w, { axis: 0, start: 3 * i, end: 3 * i + 3 });
          return ag.pad(block, { padding: [{ axis: 1, before: 2 * i, after: 2 * (groups - 1 - i) }] });
        });
        const grouped = ag.conv2d(x, w, { ...options, groups });
        const dense = ag.conv2d(x, ag.concat(blocks), options);
        expect(await distance(grouped, dense)).toBeLessThan(1e-12);
        const dy = random(...grouped.shape).detach();
        const [a, b] = [grouped, dense].map((y) => ag.grad(y, [x, w], { gradOutputs: [dy] }));
        for (const i of [0, 1]) expect(await distance(a![i], b![i])).toBeLessThan(1e-12);
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it("with dilation d is convolution by a kernel with d − 1 zeros between its taps, gradients too", async () => {
    await fc.assert(
      fc.asyncProperty(windows, fc.integer({ min: 1, max: 3 }), async ({ dilation: _, ...options }, dilation) => {
        const x = random(1, 2, 8, 9);
        const w = random(3, 2, 3, 2);
        const interior = dilation - 1;
        const stuffed = ag.pad(w, { padding: [2, 3].map((axis) => ({ axis, interior })) });
        const dilated = ag.conv2d(x, w, { ...options, dilation });
        const plain = ag.conv2d(x, stuffed, options);
        expect(await distance(dilated, plain)).toBeLessThan(1e-12);
        const dy = random(...dilated.shape).detach();
        const [a, b] = [dilated, plain].map((y) => ag.grad(y, [x, w], { gradOutputs: [dy] }));
        for (const i of [0, 1]) expect(await distance(a![i], b![i])).toBeLessThan(1e-12);
      }),
      { numRuns: 15, seed: 2 },
    );
  });

  it("with stride s is every s-th element of stride 1", async () => {
    const [x, w] = [random(1, 2, 9, 9), random(2, 2, 3, 3)];
    const dense = ag.conv2d(x, w, { padding: 1 });
    const sampled = ag.slice(ag.slice(dense, { axis: 2, step: 2 }), { axis: 3, step: 2 });
    expect(await distance(ag.conv2d(x, w, { padding: 1, stride: 2 }), sampled)).toBeLessThan(1e-12);
  });

  it("in ceil mode lets the last window hang over the edge, over zeros: 224 with 11×11/4 gives 55", async () => {
    const x = random(1, 1, 224, 20);
    const w = random(1, 1, 11, 11);
    const hanging = ag.conv2d(x, w, { stride: 4, ceilMode: true });
    const padded = ag.conv2d(x, w, { stride: 4, padding: { bottom: 3, right: 3 } });
    expect(hanging.shape.slice(2)).toEqual([55, 4]);
    expect(await distance(hanging, padded)).toBe(0);
  });

  it.each([
    // size, stride, kernel, dilation: what TensorFlow pads before and after.
    [5, 1, 3, 1, 1, 1],
    [5, 1, 2, 1, 0, 1],
    [6, 2, 3, 1, 0, 1],
    [7, 2, 3, 1, 1, 1],
    [224, 4, 11, 1, 3, 4],
    [5, 3, 2, 1, 0, 0],
    [3, 2, 2, 3, 1, 2],
    [2, 1, 5, 2, 4, 4],
  ])(
    'padded as "same" over %i by %i, kernel %i, dilation %i: by %i and %i',
    async (size, stride, k, dilation, before, after) => {
      const [x, w] = [random(1, 1, size, 3), random(1, 1, k, 1)];
      const window = { stride: [stride, 1], dilation: [dilation, 1] } as const;
      const same = ag.conv2d(x, w, { ...window, padding: "same" });
      expect(same.shape).toEqual([1, 1, Math.ceil(size / stride), 3]);
      const padded = ag.conv2d(x, w, { ...window, padding: { top: before, bottom: after } });
      expect(await distance(same, padded)).toBe(0);
      expect(ag.conv2d(x, w, { ...window, padding: "same", ceilMode: true }).shape).toEqual(same.shape);
      if (dilation > 1) return;
      const pool = { kernel: [k, 1], stride: [stride, 1], padding: "same" } as const;
      for (const pooled of [ag.maxPool2d(x, pool), ag.avgPool2d(x, pool)]) expect(pooled.shape).toEqual(same.shape);
    },
  );

  it("of 1×1 is a product over channels", async () => {
    const [x, w] = [random(2, 3, 4, 5), random(6, 3, 1, 1)];
    const product = ag.matmul(w.reshape([6, 3]), x.reshape([2, 3, 20])).reshape([2, 6, 4, 5]);
    expect(await distance(ag.conv2d(x, w), product)).toBeLessThan(1e-12);
  });
});

describe("normalization", () => {
  it("batchNorm's dx sums to 0 per channel, and so does dx · x̂", async () => {
    const x = random(5, 3, 4, 4);
    const y = ag.batchNorm(x, { training: true, eps: 0 });
    const [dx] = ag.grad(y, [x], { gradOutputs: [random(...y.shape).detach()] });
    const zero = ag.zeros([3], { device });
    expect(await distance(ag.sum(dx!, { axis: [0, 2, 3] }), zero)).toBeLessThan(1e-12);
    expect(await distance(ag.sum(ag.mul(dx!, y), { axis: [0, 2, 3] }), zero)).toBeLessThan(1e-12);
  });

  it("localResponseNorm tends to x · k^−β as α goes to 0", async () => {
    const x = random(1, 6, 3, 3);
    const y = ag.localResponseNorm(x, { alpha: 1e-14, k: 2, beta: 0.75 });
    expect(await distance(y, x.mul(2 ** -0.75))).toBeLessThan(1e-12);
  });

  it("localResponseNorm's two alpha conventions differ by the window's size", async () => {
    const x = random(1, 6, 5, 5);
    for (const [channels, count] of [
      ["across", 3],
      ["within", 9],
    ] as const) {
      const divided = ag.localResponseNorm(x, { size: 3, alpha: 0.3, channels });
      const plain = ag.localResponseNorm(x, { size: 3, alpha: 0.3 / count, channels, divideAlpha: false });
      expect(await distance(divided, plain)).toBeLessThan(1e-15);
    }
  });

  it("localResponseNorm within channels is Caffe's: an average pooling of x², zero-padded", async () => {
    const x = random(2, 3, 5, 6);
    const average = ag.avgPool2d(x.mul(x), { kernel: 3, stride: 1, padding: 1 });
    const caffe = x.mul(average.mul(0.4).add(1).pow(-0.75));
    expect(await distance(ag.localResponseNorm(x, { size: 3, alpha: 0.4, channels: "within" }), caffe)).toBeLessThan(
      1e-14,
    );
  });
});

describe("losses", () => {
  it.each([0, 0.1])("crossEntropy's gradient rows sum to 0 (label smoothing %d)", async (labelSmoothing) => {
    const x = random(4, 7);
    ag.crossEntropy(x, [0, 6, 3, 3], { labelSmoothing }).backward();
    expect(await distance(x.grad!.sum({ axis: 1 }), ag.zeros([4], { device }))).toBeLessThan(1e-15);
  });

  it("crossEntropy of equal logits is ln C, and does not overflow", async () => {
    expect(await ag.crossEntropy(ag.zeros([3, 10], { device }), [1, 2, 3]).item()).toBeCloseTo(Math.log(10), 14);
    const large = ag.tensor([[1e4, -1e4, Number.NEGATIVE_INFINITY]], { device, requiresGrad: true });
    const loss = ag.crossEntropy(large, [1]);
    loss.backward();
    expect(await loss.item()).toBe(2e4);
    expect([...(await large.grad!.data())]).toEqual([1, -1, 0]);
  });
});

describe("pooling", () => {
  it("overlapping windows hand every output's gradient to its winner", async () => {
    const x = random(2, 3, 9, 9);
    const y = ag.maxPool2d(x, { kernel: 3, stride: 2 });
    const dy = random(...y.shape).detach();
    const [dx] = ag.grad(y, [x], { gradOutputs: [dy] });
    expect(await distance(dx!.sum(), dy.sum())).toBeLessThan(1e-12);
  });

  it("adaptive average pooling to a divisor is plain average pooling", async () => {
    const x = random(2, 3, 6, 8);
    const plain = ag.avgPool2d(x, { kernel: [3, 2] });
    expect(await distance(ag.adaptiveAvgPool2d(x, { outputSize: [2, 4] }), plain)).toBeLessThan(1e-14);
  });
});
