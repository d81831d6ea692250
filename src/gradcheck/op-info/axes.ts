import fc from "fast-check";
import type { Tensor } from "../../core/tensor.ts";
import type { AxisOptions, ReduceOptions } from "../../ops/axisOptions.ts";
import { logSoftmax } from "../../ops/logSoftmax.ts";
import { max } from "../../ops/max.ts";
import { mean } from "../../ops/mean.ts";
import { softmax } from "../../ops/softmax.ts";
import { sum } from "../../ops/sum.ts";
import { variance } from "../../ops/variance.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { between, type Domain, given, maybe, type OpInfo, opInfo, shapes, spaced } from "./op-info.ts";
import { axesAttribute } from "./shapeAttributes.ts";

/** A shape, some of its axes (or none given), and keepDims. */
const reductions = shapes(1, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: maybe(
      fc.subarray(shape.map((_, i) => i)).map((axes) => axes.map((axis) => (axis % 2 ? axis - shape.length : axis))),
    ),
    keepDims: fc.boolean(),
  }),
);

function reduction(name: string, op: (x: Tensor, options: ReduceOptions) => Tensor, domain: Domain): OpInfo {
  return opInfo(
    name,
    reductions,
    ({ shape, ...rest }) => {
      const options = given(rest);
      return { inputs: [{ shape, domain }], run: (x) => op(x!, options), options };
    },
    { axes: axesAttribute((g) => g), keepDims: flag(({ keepDims }) => keepDims) },
  );
}

function alongAxis(name: string, op: (x: Tensor, options: AxisOptions) => Tensor): OpInfo {
  const geometries = shapes(1, 3, 4).chain((shape) =>
    fc.record({ shape: fc.constant(shape), axis: maybe(fc.integer({ min: -shape.length, max: shape.length - 1 })) }),
  );
  return opInfo(
    name,
    geometries,
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

export const axes: readonly OpInfo[] = [
  reduction("sum", sum, between()),
  reduction("mean", mean, between()),
  reduction("max", max, spaced()),
  opInfo(
    "variance",
    fc.tuple(reductions, fc.constantFrom(0 as const, 1 as const)),
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
  alongAxis("softmax", softmax),
  alongAxis("logSoftmax", logSoftmax),
];
