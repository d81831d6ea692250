import fc from "fast-check";
import { forEach } from "../../../kernels/common/walk.ts";
import type { Tensor } from "../../core/tensor.ts";
import { mean, type ReduceOptions, sum, variance } from "../../ops/index.ts";
import { choice, flag } from "./attribute.ts";
import * as cpu from "./cpuBounds.ts";
import * as gpu from "./gpuBounds.ts";
import { apply, at, type KernelInfos, reference } from "./kernelInfo.ts";
import { biased, largeShapes } from "./large.ts";
import { abs } from "./magnitudes.ts";
import { between, type Domain, given, maybe, type OpInfo, opInfo, shapes } from "./op-info.ts";
import { quotient } from "./roundings.ts";
import { corner, type GoldenCase, inf, type Numbers, nan, type Row } from "./row.ts";
import { axesAttribute } from "./shapeAttributes.ts";

/** A shape, some of its axes (or none given), and keepDims. */
const geometries = shapes(1, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: maybe(
      fc.subarray(shape.map((_, i) => i)).map((axes) => axes.map((axis) => (axis % 2 ? axis - shape.length : axis))),
    ),
    keepDims: fc.boolean(),
  }),
);

export function reduction(name: string, op: (x: Tensor, options: ReduceOptions) => Tensor, domain: Domain): OpInfo {
  return opInfo(
    name,
    geometries,
    ({ shape, ...rest }) => {
      const options = given(rest);
      return { inputs: [{ shape, domain }], run: (x) => op(x!, options), options };
    },
    { axes: axesAttribute((g) => g), keepDims: flag(({ keepDims }) => keepDims) },
  );
}

export function largeReduction(name: string, op: (x: Tensor, options: ReduceOptions) => Tensor): OpInfo {
  const geometries = largeShapes.chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, i) => i))));
  return opInfo(name, geometries, ([shape, axes]) => ({
    inputs: [{ shape, domain: biased }],
    run: (x) => op(x!, { axis: axes }),
    options: { axis: axes },
  }));
}

const reduce = { axis: [0, -1], keepDims: true };
const smooth = "it is smooth";
const memoryBound = "its speed is the memory's";
/** Sums by rows, for ∂y = (1, −2). */
function byRows(output: Numbers, dx: Numbers): GoldenCase {
  return {
    name: "by rows",
    options: { axis: [1] },
    inputs: { x: { shape: [2, 3], data: [1, 2, 3, 4, 5, 7] } },
    gradOutput: { shape: [2], data: [1, -2] },
    output: { shape: [2], data: output },
    gradients: { x: { shape: [2, 3], data: dx } },
  };
}

export const reductions: readonly Row[] = [
  {
    ...reduction("sum", sum, between()),
    op: sum,
    example: (from) => [from.p(2, 3, 2), reduce],
    isExact: true,
    large: [largeReduction("sum", sum)],
    corners: [corner((x) => sum(x), [inf, -inf], [nan], [1, 1])],
    kinks: smooth,
    errors: [
      [
        "an axis that is not there",
        (t) => sum(t(2, 3), { axis: 2 }),
        "sum: expected an axis from -2 to 1 for rank 2; got 2",
      ],
      ["an axis given twice", (t) => sum(t(2, 3), { axis: [1, -1] }), "sum: expected each axis once; got [1,-1]"],
      [
        "axes in place of options",
        (t) => Reflect.apply(sum, undefined, [t(2, 2), [0, 1]]),
        "sum: expected options as an object with axis, keepDims, such as { axis: [0, 1] }; got [0, 1]",
      ],
    ],
    golden: { call: ({ x }, options) => sum(x, options), cases: [byRows([6, 16], [1, 1, 1, -2, -2, -2])] },
    sizes: memoryBound,
  },
  {
    ...reduction("mean", mean, between()),
    op: mean,
    example: (from) => [from.p(2, 3, 2), reduce],
    large: [largeReduction("mean", mean)],
    corners: [corner((x) => mean(x), [inf, 1], [inf], [0.5, 0.5])],
    kinks: smooth,
    errors: [
      [
        "an axis in place of options",
        (t) => Reflect.apply(mean, undefined, [t(2, 2), 0]),
        "mean: expected options as an object with axis, keepDims, such as { axis: 0 }; got 0",
      ],
    ],
    golden: {
      call: ({ x }, options) => mean(x, options),
      cases: [byRows([2, 16 / 3], [1 / 3, 1 / 3, 1 / 3, -2 / 3, -2 / 3, -2 / 3])],
    },
    sizes: memoryBound,
  },
  {
    ...opInfo(
      "variance",
      fc.tuple(geometries, fc.constantFrom(0 as const, 1 as const)),
      ([{ shape, ...rest }, correction]) => {
        // Two elements per output at least, along the first axis that is reduced.
        const axis = rest.axis === undefined ? 0 : rest.axis[0];
        const enough = axis === undefined ? shape : shape.with(axis, shape.at(axis)! + 1);
        const options = given({ ...rest, correction: axis === undefined ? 0 : correction });
        return { inputs: [{ shape: enough, domain: between() }], run: (x) => variance(x!, options), options };
      },
      {
        axes: axesAttribute(([reduction]) => reduction),
        keepDims: flag(([{ keepDims }]) => keepDims),
        correction: choice([0, 1], ([, correction]) => correction),
      },
    ),
    op: variance,
    example: (from) => [from.p(2, 3), { ...reduce, correction: 1 }],
    large: [largeReduction("variance", (x, options) => variance(x, { ...options, correction: 0 }))],
    corners: [corner((x) => variance(x), [inf, 1], [nan], [nan, -inf])],
    kinks: smooth,
    errors: [
      [
        "too few elements",
        (t) => variance(t(1), { correction: 1 }),
        "variance: expected more elements than the correction 1; got 1",
      ],
    ],
    golden: { call: ({ x }, options) => variance(x, options) },
    sizes: "batchNorm2 has it in it",
  },
];

export const reductionKernels: KernelInfos<"sum" | "mean" | "variance"> = {
  sum: {
    tangent: (out, [, g], [dx]) => dx && apply("sum", out.length, dx, g),
    cpu: (y, x, g) => cpu.inDouble(g.count, y, (terms) => reference.sum(terms, abs(x), g)),
    gpu: (y, x, g) => gpu.summed(g.count, 0, [x], y, (terms) => reference.sum(terms, abs(x), g)),
  },
  mean: {
    tangent: (out, [, g], [dx]) => dx && apply("mean", out.length, dx, g),
    cpu: (y, x, g) => cpu.inDouble(g.count, y, (terms) => reference.mean(terms, abs(x), g)),
    // Divided, or multiplied by a reciprocal.
    gpu: (y, x, g) => gpu.summed(g.count, quotient + 1, [x], y, (terms) => reference.mean(terms, abs(x), g)),
  },
  variance: {
    tangent(out, [x, mean, g], [dx, dMean]) {
      if (dx === null && dMean === null) return null;
      const dy = new Float64Array(out.length);
      forEach(g.kept, (i, start) => {
        forEach(g.reduced, (_, offset) => {
          const j = start + offset;
          dy[i] += (2 * (x[j] - mean[i]) * (at(dx, j) - at(dMean, i))) / g.divisor;
        });
      });
      return dy;
    },
    cpu: (y, _x, _mean, g) => cpu.inDouble(g.count, y, (terms) => terms.set(y)),
    // x − mean has 1, its square 3.
    gpu: (y, x, _mean, g) => gpu.summed(g.count, 3 + quotient + 1, [x], y, (terms) => terms.set(y)),
  },
};
