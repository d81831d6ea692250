import fc from "fast-check";
import { concat } from "../../ops/concat.ts";
import { flatten } from "../../ops/flatten.ts";
import { pad, slice } from "../../ops/pad.ts";
import { permute, transpose } from "../../ops/permute.ts";
import { reshape } from "../../ops/reshape.ts";
import { broadcastTo } from "../../ops/sum.ts";
import { attribute, choice, flag, several } from "./attribute.ts";
import { between, type OpInfo, opInfo, shapes } from "./op-info.ts";
import { axisAttribute } from "./shapeAttributes.ts";

const domain = between();

const axisOf = (shape: readonly number[]) => fc.integer({ min: -shape.length, max: shape.length - 1 });

export const layout: readonly OpInfo[] = [
  opInfo(
    "reshape",
    fc.tuple(shapes(0, 3), fc.boolean()),
    ([shape, split]) => {
      const to = split ? [...shape, 1] : [-1];
      return { inputs: [{ shape, domain }], run: (x) => reshape(x!, to), options: { to } };
    },
    { to: attribute(["one axis", "one more axis"], ([, split]) => (split ? "one more axis" : "one axis")) },
  ),
  opInfo(
    "flatten",
    fc.tuple(shapes(2, 4), fc.constantFrom(0 as const, 1 as const, -1 as const)),
    ([shape, startAxis]) => ({
      inputs: [{ shape, domain }],
      run: (x) => flatten(x!, { startAxis }),
      options: { startAxis },
    }),
    { startAxis: choice([0, 1, -1], ([, startAxis]) => startAxis) },
  ),
  opInfo(
    "permute",
    shapes(1, 4).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axes: fc.shuffledSubarray(
          shape.map((_, i) => i),
          { minLength: shape.length },
        ),
      }),
    ),
    ({ shape, axes }) => ({ inputs: [{ shape, domain }], run: (x) => permute(x!, axes), options: { axes } }),
    {
      axes: attribute(["in order", "a swap", "a longer cycle"], ({ axes }) => {
        const moved = axes.filter((axis, i) => axis !== i).length;
        return moved === 0 ? "in order" : axes.every((axis, i) => axes[axis] === i) ? "a swap" : "a longer cycle";
      }),
    },
  ),
  opInfo(
    "transpose",
    fc.tuple(shapes(2, 4), fc.constantFrom([-2, -1], [0, 1], [0, -1])),
    ([shape, [i, j]]) => ({
      inputs: [{ shape, domain }],
      run: (x) => transpose(x!, i, j),
      options: { axes: [i, j] },
    }),
    { axes: choice(["-2 and -1", "0 and 1", "0 and -1"], ([, [i, j]]) => `${i} and ${j}` as "0 and 1") },
  ),
  opInfo(
    "slice",
    shapes(1, 3, 6).chain((shape) =>
      axisOf(shape).chain((axis) => {
        const dim = shape.at(axis)!;
        const range = fc.integer({ min: 0, max: dim - 1 }).chain((start) =>
          fc.record({
            axis: fc.constant(axis),
            start: fc.constantFrom(start, start - dim),
            end: fc.integer({ min: start + 1, max: dim }),
            step: fc.integer({ min: 1, max: 3 }),
          }),
        );
        return fc.tuple(fc.constant(shape), range);
      }),
    ),
    ([shape, options]) => ({ inputs: [{ shape, domain }], run: (x) => slice(x!, options), options }),
    {
      axis: axisAttribute(([, { axis }]) => axis),
      start: attribute(["0", "later", "from the back"], ([, { start }]) =>
        start === 0 ? "0" : start < 0 ? "from the back" : "later",
      ),
      step: choice([1, 2, 3], ([, { step }]) => step as 1),
    },
  ),
  opInfo(
    "pad",
    shapes(1, 3).chain((shape) => {
      const size = fc.nat({ max: 2 });
      const axis = fc.record({ axis: fc.nat({ max: shape.length - 1 }), before: size, after: size, interior: size });
      const axes = fc.uniqueArray(axis, { selector: (entry) => entry.axis });
      return fc.tuple(
        fc.constant(shape),
        fc.record({ padding: axes, value: fc.constantFrom(0 as const, 1.5 as const) }),
      );
    }),
    ([shape, options]) => ({ inputs: [{ shape, domain }], run: (x) => pad(x!, options), options }),
    {
      sides: attribute(["none", "one", "both"], ([, { padding: axes }]) => {
        const both = axes.some(({ before, after }) => before > 0 && after > 0);
        return both ? "both" : axes.some(({ before, after }) => before + after > 0) ? "one" : "none";
      }),
      interior: flag(([, { padding }]) => padding.some(({ interior }) => interior > 0)),
      axes: attribute(["none", "one", "several"], ([, { padding }]) =>
        padding.length === 0 ? "none" : padding.length === 1 ? "one" : "several",
      ),
      value: choice([0, 1.5], ([, { value }]) => value),
    },
  ),
  opInfo(
    "concat",
    shapes(1, 3).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: axisOf(shape),
        sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
      }),
    ),
    ({ shape, axis, sizes }) => ({
      inputs: sizes.map((size) => ({ shape: shape.with(axis, size), domain })),
      run: (...parts) => concat(parts, { axis }),
      options: { axis },
    }),
    { axis: axisAttribute(({ axis }) => axis), parts: several(({ sizes }) => sizes.length) },
  ),
  opInfo(
    "broadcastTo",
    shapes(0, 3).chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.nat({ max: shape.length }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      ),
    ),
    ([to, drop, ones]) => {
      const shape = to.map((dim, i) => (ones[i] ? 1 : dim)).slice(drop);
      return { inputs: [{ shape, domain }], run: (x) => broadcastTo(x!, to), options: { to } };
    },
    {
      stretch: attribute(["none", "stretched", "rank grows", "both"], ([to, drop, ones]) => {
        const stretched = to.slice(drop).some((dim, i) => dim > 1 && ones[i + drop]);
        if (drop === 0) return stretched ? "stretched" : "none";
        return stretched ? "both" : "rank grows";
      }),
    },
  ),
];
