import fc from "fast-check";
import { concat, pad, slice, stack } from "../../ops/index.ts";
import { attribute, choice, flag, several } from "./attribute.ts";
import { apply, type KernelInfos } from "./kernelInfo.ts";
import { int, largeShapes, wide } from "./large.ts";
import { between, opInfo, shapes } from "./op-info.ts";
import type { Row } from "./row.ts";
import { axisAttribute } from "./shapeAttributes.ts";

const domain = between();

const axisOf = (shape: readonly number[]) => fc.integer({ min: -shape.length, max: shape.length - 1 });

const copies = "it copies its elements";
const linear = "it is linear";

/** Parts, borders and sequels: the rest of the family of layout. */
export const slicing: readonly Row[] = [
  {
    ...opInfo(
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
    op: slice,
    example: (from) => [from.p(2, 6), { axis: 1, start: 1, end: -1, step: 2 }],
    isExact: true,
    large: [
      opInfo(
        "slice",
        fc.tuple(largeShapes, fc.nat({ max: 4 }), fc.nat({ max: 20 }), int(1, 4)),
        ([shape, draw, from, step]) => {
          const axis = draw % shape.length;
          const options = { axis, start: from % shape[axis], step };
          return { inputs: [{ shape, domain: wide }], run: (x) => slice(x!, options), options };
        },
      ),
    ],
    corners: copies,
    kinks: linear,
    errors: [
      [
        "an empty range",
        (t) => slice(t(4), { axis: 0, start: 2, end: 2 }),
        "slice: expected a range inside axis 0 of [4]; got 2 to 2",
      ],
    ],
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
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
    op: pad,
    example: (from) => [from.p(2, 3), { padding: [{ axis: 1, before: 1, after: 2, interior: 1 }], value: 1 }],
    isExact: true,
    large: [
      opInfo(
        "pad",
        fc.tuple(largeShapes, fc.nat({ max: 4 }), int(0, 9), int(0, 9), int(0, 2)),
        ([shape, draw, before, after, interior]) => {
          const options = { padding: [{ axis: draw % shape.length, before, after, interior }], value: 0.1 };
          return { inputs: [{ shape, domain: wide }], run: (x) => pad(x!, options), options };
        },
      ),
    ],
    corners: copies,
    kinks: linear,
    errors: "an axis is read as sum reads it",
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
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
    op: concat,
    example: (from) => [[from.p(2, 1), from.p(2, 2), from.p(2, 3)], { axis: 1 }],
    isExact: true,
    large: [
      opInfo("concat", fc.tuple(largeShapes, fc.nat({ max: 4 }), int(1, 50)), ([shape, draw, other]) => {
        const options = { axis: draw % shape.length };
        const inputs = [shape, shape.with(options.axis, other)].map((part) => ({ shape: part, domain: wide }));
        return { inputs, run: (a, b) => concat([a!, b!], options), options };
      }),
    ],
    corners: copies,
    kinks: linear,
    errors: [
      [
        "unequal sizes",
        (t) => concat([t(1, 2), t(1, 3)]),
        "concat: expected equal sizes except along axis 0; got [1, 2] and [1, 3]",
      ],
      ["nothing", () => concat([]), "concat: expected at least one tensor; got none"],
    ],
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
      "stack",
      shapes(0, 3).chain((shape) =>
        fc.record({ shape: fc.constant(shape), axis: axisOf([...shape, 1]), count: fc.integer({ min: 1, max: 4 }) }),
      ),
      ({ shape, axis, count }) => ({
        inputs: Array.from({ length: count }, () => ({ shape, domain })),
        run: (...tensors) => stack(tensors, { axis }),
        options: { axis },
      }),
      { axis: axisAttribute(({ axis }) => axis), tensors: several(({ count }) => count) },
    ),
    op: stack,
    example: (from) => [[from.p(2, 3), from.p(2, 3)], { axis: -1 }],
    isExact: true,
    large: "concat, of reshaped tensors",
    corners: copies,
    kinks: linear,
    errors: [
      ["unequal shapes", (t) => stack([t(1, 2), t(2)]), "stack: expected equal shapes; got [1, 2] and [2]"],
      ["nothing", () => stack([]), "stack: expected at least one tensor; got none"],
      [
        "an axis that the output does not have",
        (t) => stack([t(2)], { axis: 2 }),
        "stack: expected an axis from -2 to 1 for rank 2; got 2",
      ],
    ],
    golden: {
      call: ({ a, b }, options) => stack([a, b], options),
      // torch.stack: by definition, and exact.
      cases: [
        {
          name: "along the last axis",
          options: { axis: -1 },
          inputs: { a: { shape: [2], data: [1, 2] }, b: { shape: [2], data: [3, 4] } },
          gradOutput: { shape: [2, 2], data: [1, 2, 3, 4] },
          output: { shape: [2, 2], data: [1, 3, 2, 4] },
          gradients: { a: { shape: [2], data: [1, 3] }, b: { shape: [2], data: [2, 4] } },
        },
      ],
    },
    sizes: copies,
  },
];

export const slicingKernels: KernelInfos<"pad" | "concat"> = {
  pad: {
    tangent: ({ length }, [, g], [dx]) => dx && apply("pad", length, dx, { ...g, value: 0 }),
    cpu: "bits",
    gpu: "bits",
  },
  concat: {
    tangent: ({ length }, [a, b, g], [da, db]) =>
      da === null && db === null
        ? null
        : apply("concat", length, da ?? new Float64Array(a.length), db ?? new Float64Array(b.length), g),
    cpu: "bits",
    gpu: "bits",
  },
};
