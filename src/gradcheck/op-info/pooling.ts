import fc from "fast-check";
import type { Pool2dOptions } from "../../core/geometry/pool2d.ts";
import type { Pair } from "../../core/geometry/window.ts";
import { adaptiveAvgPool2d, avgPool2d, maxPool2d } from "../../ops/index.ts";
import { attribute, flag } from "./attribute.ts";
import * as cpu from "./cpuBounds.ts";
import * as gpu from "./gpuBounds.ts";
import { apply, constant, type KernelInfos, reference } from "./kernelInfo.ts";
import { biased, int, ties } from "./large.ts";
import { abs } from "./magnitudes.ts";
import { between, opInfo, spaced } from "./op-info.ts";
import { quotient } from "./roundings.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";
import * as attributes from "./windowAttributes.ts";
import { axisCases, largeAxis, readSame, same, windowOptions } from "./windows.ts";

const few = fc.integer({ min: 1, max: 2 });
const poolAxis = axisCases({ dilation: 1, padding: "below kernel" });
const pools = fc
  .record({
    n: few,
    c: few,
    h: poolAxis,
    w: poolAxis,
    same,
    ceilMode: fc.boolean(),
    countIncludePad: fc.boolean(),
  })
  .map(readSame);

const { batch, channels, kernel, stride, padding, rounding, windows } = attributes;
const shared = { batch, channels, kernel, stride, padding, rounding, windows };

const largeAxes = largeAxis({ kernel: 7, stride: 4, dilation: 1, pad: "below kernel", size: 40 });
const largePools = fc.record({
  n: int(1, 2),
  c: int(1, 5),
  h: largeAxes,
  w: largeAxes,
  ceilMode: fc.boolean(),
  countIncludePad: fc.boolean(),
});

const window = { kernel: [2, 2], stride: 1, padding: [1, 0], ceilMode: false };

export const pooling: readonly Row[] = [
  {
    ...opInfo(
      "maxPool2d",
      pools,
      ({ n, c, h, w, same, ceilMode }) => {
        const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, ...windowOptions({ h, w, same }) };
        const inputs = [{ shape: [n, c, h.size, w.size], domain: spaced() }];
        return { inputs, run: (x) => maxPool2d(x!, options), options };
      },
      shared,
    ),
    op: maxPool2d,
    example: (from) => [from.p(1, 2, 4, 4), window],
    isExact: true,
    large: [
      opInfo("maxPool2d", largePools, ({ n, c, h, w, ceilMode }) => {
        const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, ...windowOptions({ h, w }) };
        const inputs = [{ shape: [n, c, h.size, w.size], domain: ties }];
        return { inputs, run: (x) => maxPool2d(x!, options), options };
      }),
    ],
    corners: [
      corner(
        (x) => maxPool2d(x, { kernel: 2 }),
        grid([1, 1, 2, 10], [9, nan, inf, inf, -inf, -inf, 0, -0, nan, 1, nan, 4, inf, 1, -inf, -inf, -1, 0, nan, inf]),
        [nan, inf, -inf, 0, nan],
        [0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ),
      corner(
        (x) => maxPool2d(x, { kernel: 2, stride: 1, padding: 1 }),
        grid([1, 1, 1, 1], [-inf]),
        [-inf, -inf, -inf, -inf],
        [4],
      ),

      corner(
        (x) => maxPool2d(x, { kernel: 2, stride: 1 }),
        grid([1, 1, 3, 3], [5, 5, 1, 5, 5, 5, 0, 5, 5]),
        [5, 5, 5, 5],
        [1, 1, 0, 1, 1, 0, 0, 0, 0],
      ),
    ],
    kinks: [
      { run: (x) => maxPool2d(x, { kernel: 2, stride: 1, padding: 1 }), shape: [1, 1, 3, 3] },
      { run: (x) => maxPool2d(x, { kernel: 3, stride: 2, ceilMode: true }), shape: [1, 2, 4, 4] },
    ],
    errors: [
      [
        "a window larger than the input",
        (t) => maxPool2d(t(1, 1, 2, 2), { kernel: 3 }),
        "maxPool2d: expected a window no larger than the padded input; got a window of 3 over 2 + 0 + 0",
      ],
    ],
    golden: { call: ({ x }, options) => maxPool2d(x, options as Pool2dOptions) },
    sizes: [
      {
        name: "pool1",
        shapes: [[1, 96, 55, 55]],
        terms: 4,
        window: 9,
        run: (x) => maxPool2d(x!, { kernel: 3, stride: 2 }),
      },
      {
        name: "pool2",
        shapes: [[1, 256, 27, 27]],
        terms: 4,
        window: 9,
        run: (x) => maxPool2d(x!, { kernel: 3, stride: 2 }),
      },
    ],
  },
  {
    ...opInfo(
      "avgPool2d",
      pools,
      ({ n, c, h, w, same, ceilMode, countIncludePad }) => {
        const window = { kernel: [h.kernel, w.kernel] as const, ...windowOptions({ h, w, same }) };
        const options = { ...window, ceilMode, countIncludePad };
        const inputs = [{ shape: [n, c, h.size, w.size], domain: between() }];
        return { inputs, run: (x) => avgPool2d(x!, options), options };
      },
      { ...shared, countIncludePad: flag(({ countIncludePad }) => countIncludePad) },
    ),
    op: avgPool2d,
    example: (from) => [from.p(1, 2, 4, 4), { ...window, countIncludePad: false }],
    large: [
      opInfo("avgPool2d", largePools, ({ n, c, h, w, ceilMode, countIncludePad }) => {
        const options = {
          kernel: [h.kernel, w.kernel] as const,
          ceilMode,
          countIncludePad,
          ...windowOptions({ h, w }),
        };
        const inputs = [{ shape: [n, c, h.size, w.size], domain: biased }];
        return { inputs, run: (x) => avgPool2d(x!, options), options };
      }),
    ],
    corners: [
      corner(
        (x) => avgPool2d(x, { kernel: 2 }),
        grid([1, 1, 2, 6], [inf, 1, 1, 1, nan, 1, 1, 1, 1, 1, 1, 1]),
        [inf, 1, nan],
        Array<number>(12).fill(0.25),
      ),
    ],
    kinks: "it is linear",
    errors: [
      [
        "padding as large as the window",
        (t) => avgPool2d(t(1, 1, 4, 4), { kernel: 2, padding: 2 }),
        "avgPool2d: expected padding smaller than the 2×2 window; got 2, 2 (top, bottom) and 2, 2 (left, right)",
      ],
    ],
    golden: { call: ({ x }, options) => avgPool2d(x, options as Pool2dOptions) },
    sizes: [
      {
        name: "averagePool2",
        shapes: [[1, 256, 27, 27]],
        terms: 4,
        window: 9,
        run: (x) => avgPool2d(x!, { kernel: 3, stride: 2 }),
      },
    ],
  },
  {
    ...opInfo(
      "adaptiveAvgPool2d",
      fc.record({
        n: few,
        c: few,
        h: fc.integer({ min: 1, max: 6 }),
        w: fc.integer({ min: 1, max: 6 }),
        oh: few,
        ow: few,
      }),
      ({ n, c, h, w, oh, ow }) => {
        const options = { outputSize: [oh, ow] as const };
        return {
          inputs: [{ shape: [n, c, h, w], domain: between() }],
          run: (x) => adaptiveAvgPool2d(x!, options),
          options,
        };
      },
      {
        batch,
        channels,
        windows: attribute(["all equal", "unequal", "larger than the input"], ({ h, w, oh, ow }) => {
          if (oh > h || ow > w) return "larger than the input";
          return h % oh === 0 && w % ow === 0 ? "all equal" : "unequal";
        }),
      },
    ),
    op: adaptiveAvgPool2d,
    example: (from) => [from.p(1, 2, 4, 4), { outputSize: [2, 3] }],
    large: "two calls of matmul",
    corners: [
      corner(
        (x) => adaptiveAvgPool2d(x, { outputSize: [1, 2] }),
        grid([2, 1, 1, 4], [inf, 1, 1, 1, 1, 1, 1, 1]),
        [inf, nan, 1, 1],
        Array<number>(8).fill(0.5),
      ),
    ],
    kinks: "it is linear",
    errors: [
      [
        "a size of 0",
        (t) => adaptiveAvgPool2d(t(1, 1, 4, 4), { outputSize: 0 }),
        "adaptiveAvgPool2d: expected outputSize to be a whole number ≥ 1; got 0",
      ],
    ],
    golden: { call: ({ x }, options) => adaptiveAvgPool2d(x, options as { outputSize: Pair }) },
    sizes: "two calls of matmul",
  },
];

export const poolingKernels: KernelInfos<
  "maxPool2d" | "maxPool2dOffset" | "maxPool2dGrad" | "maxPool2dGather" | "avgPool2d" | "avgPool2dGrad"
> = {
  maxPool2d: {
    tangent: ({ length }, [x, g], [dx]) =>
      dx && apply("maxPool2dGather", length, dx, apply("maxPool2dOffset", length, x, g), g),
    // Of two zeros either is the largest.
    cpu: () => () => 0,
    gpu: "bits",
    decisions: (decide, out, x, g) => apply("maxPool2dOffset", out.length, x, g).forEach(decide),
  },
  maxPool2dOffset: {
    tangent: constant,
    cpu: "bits",
    gpu: "bits",
  },
  maxPool2dGrad: {
    tangent: ({ length }, [, offset, g], [ddy]) => ddy && apply("maxPool2dGrad", length, ddy, offset, g),
    cpu: (dx, dy, offset, g) =>
      cpu.summed(Math.ceil(g.kh / g.sh) * Math.ceil(g.kw / g.sw), dx, (terms) =>
        reference.maxPool2dGrad(terms, abs(dy), offset, g),
      ),
    gpu: (dx, dy, offset, g) =>
      gpu.summed(windowsOver(g), 0, [dy], dx, (terms) => reference.maxPool2dGrad(terms, abs(dy), offset, g)),
  },
  maxPool2dGather: {
    tangent: ({ length }, [, offset, g], [dx]) => dx && apply("maxPool2dGather", length, dx, offset, g),
    cpu: "bits",
    gpu: "bits",
  },
  avgPool2d: {
    tangent: ({ length }, [, g], [dx]) => dx && apply("avgPool2d", length, dx, g),
    cpu: (y, x, g) => cpu.inDouble(g.kh * g.kw, y, (terms) => reference.avgPool2d(terms, abs(x), g)),
    gpu: (y, x, g) => gpu.summed(g.kh * g.kw, quotient + 1, [x], y, (terms) => reference.avgPool2d(terms, abs(x), g)),
  },
  avgPool2dGrad: {
    tangent: ({ length }, [, g], [ddy]) => ddy && apply("avgPool2dGrad", length, ddy, g),
    cpu: (dx, dy, g) => cpu.inDouble(g.kh * g.kw, dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),
    gpu: (dx, dy, g) =>
      gpu.summed(windowsOver(g), quotient + 1, [dy], dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),
  },
};

/** How many windows an element may lie in. */
function windowsOver({ kh, kw, sh, sw }: { kh: number; kw: number; sh: number; sw: number }): number {
  return Math.ceil(kh / sh) * Math.ceil(kw / sw);
}
