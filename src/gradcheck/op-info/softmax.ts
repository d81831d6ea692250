import fc from "fast-check";
import type { Tensor } from "../../core/tensor.ts";
import { type AxisOptions, logSoftmax, softmax } from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import { largeShapes } from "./large.ts";
import { between, given, maybe, type OpInfo, opInfo, shapes } from "./op-info.ts";
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
/** Of softmax and logSoftmax: NaN, ∞ and −∞ in a line. */
const lines = grid([4, 3], [nan, 1, 2, inf, 1, 2, -inf, 0, 0, -inf, -inf, -inf]);
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
        lines,
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
        lines,
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
