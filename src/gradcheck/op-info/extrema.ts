import fc from "fast-check";
import { forEach } from "../../../kernels/common/walk.ts";
import type { ReduceGeometry } from "../../core/geometry/strided.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Floats } from "../../devices/device.ts";
import { argmax, max, min, type ReduceOptions } from "../../ops/index.ts";
import { attribute, flag } from "./attribute.ts";
import { byValue, constant, type Decisions, type KernelInfos, type Tangent } from "./kernelInfo.ts";
import { largeShapes, ties } from "./large.ts";
import { given, maybe, opInfo, shapes, spaced } from "./op-info.ts";
import { largeReduction, reduction } from "./reductions.ts";
import { corner, grid, inf, type Numbers, nan, type Row } from "./row.ts";

const ofSum = "checked where sum's are";
const memoryBound = "its speed is the memory's";

/** The largest (`sign` is 1), or the smallest (−1): the largest of −x, turned round. */
function extremum(name: "max" | "min", op: (x: Tensor, options?: ReduceOptions) => Tensor, sign: 1 | -1): Row {
  const signed = (values: Numbers) => values.map((value) => sign * value);
  const byRows = { x: [1, 3, 3, 4, 2, 0], y: [3, 4] };
  return {
    ...reduction(name, op, spaced()),
    op,
    example: (from) => [from.p(2, 3, 2), { axis: [0, -1], keepDims: true }],
    isExact: true,
    large: [largeReduction(name, op)],
    corners: [
      corner(
        (x) => op(x, { axis: 1 }),
        grid([4, 3], signed([nan, 5, inf, inf, inf, 1, -inf, 1, -inf, -inf, -inf, -inf])),
        signed([nan, inf, 1, -inf]),
        [nan, nan, nan, 0.5, 0.5, 0, 0, 1, 0, 1 / 3, 1 / 3, 1 / 3],
      ),
      corner((x) => op(x), signed([0, -0, -1]), [0], [0.5, 0.5, 0], { eitherZero: true }),
      corner((x) => op(x, { axis: 1 }), grid([2, 3], signed(byRows.x)), signed(byRows.y), [0, 0.5, 0.5, 1, 0, 0]),
    ],
    kinks: [{ run: (x) => op(x, { axis: 1 }), shape: [2, 3] }],
    errors: ofSum,
    golden: {
      call: ({ x }, options) => op(x, options),
      // torch.amax and torch.amin: by definition, and exact.
      cases: [
        {
          name: "ties",
          options: { axis: [1] },
          inputs: { x: { shape: [2, 3], data: signed(byRows.x) } },
          gradOutput: { shape: [2], data: [1, -2] },
          output: { shape: [2], data: signed(byRows.y) },
          gradients: { x: { shape: [2, 3], data: [0, 0.5, 0.5, -2, 0, 0] } },
        },
      ],
    },
    sizes: memoryBound,
  };
}

const alongAxis = shapes(1, 3, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: maybe(fc.integer({ min: -shape.length, max: shape.length - 1 })),
    keepDims: fc.boolean(),
  }),
);
/** The first of equals; NaN, and the first of several, before any number; lines of −∞. */
const lines = grid([6, 3], [1, 3, 3, inf, nan, nan, -inf, -inf, -inf, nan, inf, nan, -inf, inf, inf, -0, 0, 0]);

export const extrema: readonly Row[] = [
  extremum("max", max, 1),
  extremum("min", min, -1),
  {
    ...opInfo(
      "argmax",
      alongAxis,
      ({ shape, ...rest }) => {
        const options = given(rest);
        return { inputs: [{ shape, domain: ties }], run: (x) => argmax(x!, options), options };
      },
      {
        axis: attribute(["not given", "given"], ({ axis }) => (axis === undefined ? "not given" : "given")),
        keepDims: flag(({ keepDims }) => keepDims),
      },
    ),
    op: argmax,
    example: (from) => [from.p(2, 3), { axis: 1, keepDims: true }],
    isDifferentiable: false,
    isExact: true,
    large: [
      opInfo("argmax", fc.tuple(largeShapes, fc.nat({ max: 4 })), ([shape, draw]) => {
        const options = { axis: draw % shape.length };
        return { inputs: [{ shape, domain: ties }], run: (x) => argmax(x!, options), options };
      }),
    ],
    corners: [
      corner((x) => argmax(x, { axis: 1 }), lines, [1, 1, 0, 0, 1, 0]),
      corner((x) => argmax(x, { axis: 0 }), lines, [3, 1, 1]),
      corner((x) => argmax(x), lines, [4]),
      corner((x) => argmax(x), [-inf, -1, -1], [1]),
      corner((x) => argmax(x, { axis: 1 }), grid([3, 1], [nan, -inf, 2]), [0, 0, 0]),
    ],
    kinks: "it has no gradient",
    errors: [
      [
        "an axis that is not there",
        (t) => argmax(t(2, 3), { axis: 2 }),
        "argmax: expected an axis from -2 to 1 for rank 2; got 2",
      ],
      [
        "an axis in place of options",
        (t) => Reflect.apply(argmax, undefined, [t(2, 2), 1]),
        "argmax: expected options as an object with axis, keepDims, such as { axis: 1 }; got 1",
      ],
    ],
    golden: {
      call: ({ x }, options) => argmax(x, options),
      // torch.argmax: by definition, and exact.
      cases: [
        {
          name: "ties, the axis kept",
          options: { axis: -1, keepDims: true },
          inputs: { x: { shape: [2, 3], data: [1, 3, 3, 4, 2, 0] } },
          gradOutput: { shape: [2, 1], data: [1, 1] },
          output: { shape: [2, 1], data: [1, 0] },
          gradients: {},
        },
        {
          name: "no axis, all kept",
          options: { keepDims: true },
          inputs: { x: { shape: [2, 3], data: [1, 3, 3, 2, 4, 0] } },
          gradOutput: { shape: [1, 1], data: [1] },
          output: { shape: [1, 1], data: [4] },
          gradients: {},
        },
      ],
    },
    sizes: memoryBound,
  },
];

/** The mean of the tangents of those that tie. */
function ofWinners(out: Floats, [x, g]: readonly [Floats, ReduceGeometry], [dx]: readonly [Tangent, Tangent]): Tangent {
  if (dx === null) return null;
  const dy = new Float64Array(out.length);
  forEach(g.kept, (i, start) => {
    let [sum, ties] = [0, 0];
    forEach(g.reduced, (_, offset) => {
      if (x[start + offset] !== out[i]) return;
      sum += dx[start + offset];
      ties++;
    });
    dy[i] = sum / ties;
  });
  return dy;
}

const winners: Decisions<"max" | "min"> = (decide, out, x, g) => {
  forEach(g.kept, (i, start) => forEach(g.reduced, (_, offset) => decide(Number(x[start + offset] === out[i]))));
};

export const extremaKernels: KernelInfos<"max" | "min" | "argmax"> = {
  max: { tangent: ofWinners, cpu: "bits", gpu: "bits", decisions: winners },
  min: { tangent: ofWinners, cpu: "bits", gpu: "bits", decisions: winners },
  argmax: { tangent: constant, cpu: "bits", gpu: "bits", decisions: byValue },
};
