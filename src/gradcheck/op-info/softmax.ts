import fc from "fast-check";
import type { Tensor } from "../../core/tensor.ts";
import { type AxisOptions, logSoftmax, softmax } from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import { eta, u } from "./cpuBounds.ts";
import type { KernelInfos } from "./kernelInfo.ts";
import { largeShapes } from "./large.ts";
import { lines } from "./magnitudes.ts";
import { between, given, maybe, type OpInfo, opInfo, shapes } from "./op-info.ts";
import { logarithm, quotient, ulp } from "./roundings.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

function alongAxis(name: string, op: (x: Tensor, options: AxisOptions) => Tensor): OpInfo {
  const lines = shapes(1, 3, 4).chain((shape) =>
    fc.record({ shape: fc.constant(shape), axis: maybe(fc.integer({ min: -shape.length, max: shape.length - 1 })) }),
  );
  return opInfo(
    name,
    lines,
    ({ shape, ...rest }) => {
      const options = given(rest);
      return { inputs: [{ shape, domain: between(-2, 2) }], run: (x) => op(x!, options), options };
    },
    {
      axis: attribute(["not given", "first", "inner", "last"], ({ shape, axis }) => {
        if (axis === undefined) return "not given";
        const at = axis < 0 ? axis + shape.length : axis;
        return at === shape.length - 1 ? "last" : at === 0 ? "first" : "inner";
      }),
    },
  );
}

function largeAlongAxis(name: string, op: (x: Tensor, options: AxisOptions) => Tensor): OpInfo {
  return opInfo(name, fc.tuple(largeShapes, fc.nat({ max: 4 })), ([shape, draw]) => {
    const options = { axis: draw % shape.length };
    return { inputs: [{ shape, domain: between(-40, 40) }], run: (x) => op(x!, options), options };
  });
}

const ln2 = Math.LN2;
/** NaN, ∞ and −∞ in a line, for softmax and logSoftmax. */
const ends = grid([4, 3], [nan, 1, 2, inf, 1, 2, -inf, 0, 0, -inf, -inf, -inf]);
const weights = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3];

export const softmaxes: readonly Row[] = [
  {
    ...alongAxis("softmax", softmax),
    op: softmax,
    example: (from) => [from.p(2, 3), { axis: 1 }],
    large: [largeAlongAxis("softmax", softmax)],
    corners: [
      corner(
        (x) => softmax(x),
        ends,
        [nan, nan, nan, nan, nan, nan, 0, 0.5, 0.5, nan, nan, nan],
        [nan, nan, nan, nan, nan, nan, 0, -0.25, 0.25, nan, nan, nan],
        { dy: weights },
      ),
    ],
    kinks: "it is smooth",
    errors: "an axis is read as sum reads it",
    golden: { call: ({ x }, options) => softmax(x, options) },
    sizes: [{ name: "softmax", shapes: [[128, 1000]], terms: 1000, run: (x) => softmax(x!) }],
  },
  {
    ...alongAxis("logSoftmax", logSoftmax),
    op: logSoftmax,
    example: (from) => [from.p(2, 3), { axis: 1 }],
    large: [largeAlongAxis("logSoftmax", logSoftmax)],
    corners: [
      corner(
        (x) => logSoftmax(x),
        ends,
        [nan, nan, nan, nan, nan, nan, -inf, -ln2, -ln2, nan, nan, nan],
        [nan, nan, nan, nan, nan, nan, 1, -1, 0, nan, nan, nan],
        { dy: weights },
      ),
    ],
    kinks: "it is smooth",
    errors: "an axis is read as sum reads it",
    golden: { call: ({ x }, options) => logSoftmax(x, options) },
    sizes: "softmax and crossEntropy have theirs",
  },
];

export const softmaxKernels: KernelInfos<"softmax" | "logSoftmax"> = {
  softmax: {
    // ∂y_i = y_i (∂x_i − Σ y ∂x)
    tangent: (out, [, g], [dx]) => dx && alongLines(out, g, dx).map((t, i) => out[i] * t),
    cpu(y, x, g) {
      const { shift, meanShift } = lines(x, g);
      // e^s has 2, and those of s; the sum has 2, those of each s, and its own.
      return (i) => (y[i] === 0 ? 0 : (Math.abs(shift[i]) + meanShift[i] + 5) * u * y[i]) + eta;
    },
    gpu(y, x, g) {
      const { shift, meanShift } = lines(x, g);
      // e^s has 3 + 2|s|, and |s| from s; their sum has those of its terms, and its own.
      return (i) => (3 + 3 * Math.abs(shift[i]) + g.n + 3 + 3 * meanShift[i] + quotient) * ulp * y[i];
    },
  },
  logSoftmax: {
    // ∂ log y_i = ∂x_i − Σ y ∂x
    tangent: (out, [, g], [dx]) => dx && alongLines(out.map(Math.exp), g, dx),
    cpu(y, x, g) {
      const { shift, meanShift } = lines(x, g);
      // The logarithm has 2 of itself, and those of the sum.
      return (i) => (Math.abs(shift[i]) + meanShift[i] + 3 + 2 * Math.abs(shift[i] - y[i])) * u;
    },
    gpu(y, x, g) {
      const { shift, meanShift } = lines(x, g);
      return (i) => {
        const logTotal = shift[i] - y[i];
        const total = Math.exp(logTotal);
        const sum = (g.n + 3 + 3 * meanShift[i]) * ulp;
        return sum + logarithm(total * (1 + sum), logTotal) + 2 ** -21 + ulp * (Math.abs(shift[i]) + Math.abs(y[i]));
      };
    },
  },
};

/** ∂x_i − Σ y ∂x, the sum over the line of i. */
function alongLines(
  y: ArrayLike<number>,
  { outer, n, inner }: { outer: number; n: number; inner: number },
  dx: Float64Array,
): Float64Array {
  const centered = dx.slice();
  for (let line = 0; line < outer * inner; line++) {
    const start = Math.floor(line / inner) * n * inner + (line % inner);
    let mean = 0;
    for (let j = 0; j < n; j++) mean += y[start + j * inner] * dx[start + j * inner];
    for (let j = 0; j < n; j++) centered[start + j * inner] -= mean;
  }
  return centered;
}
