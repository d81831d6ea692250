import fc from "fast-check";
import { broadcastTo, flatten, permute, reshape, squeeze, transpose } from "../../ops/index.ts";
import { attribute, choice } from "./attribute.ts";
import { apply, type KernelInfos } from "./kernelInfo.ts";
import { largeShapes, wide } from "./large.ts";
import { between, given, maybe, opInfo, shapes } from "./op-info.ts";
import type { Row } from "./row.ts";
import { axesAttribute } from "./shapeAttributes.ts";

const domain = between();

const copies = "it copies its elements";
const linear = "it is linear";
const isView = "a view: no kernel runs";
const readsAxes = "axes are read as sum reads them";

export const layout: readonly Row[] = [
  {
    ...opInfo(
      "reshape",
      fc.tuple(shapes(0, 3), fc.boolean()),
      ([shape, split]) => {
        const to = split ? [...shape, 1] : [-1];
        return { inputs: [{ shape, domain }], run: (x) => reshape(x!, to), options: { to } };
      },
      { to: attribute(["one axis", "one more axis"], ([, split]) => (split ? "one more axis" : "one axis")) },
    ),
    op: reshape,
    example: (from) => [from.p(2, 3), [3, -1]],
    isExact: true,
    large: isView,
    corners: copies,
    kinks: linear,
    errors: [
      [
        "a shape that loses elements",
        (t) => reshape(t(2, 3), [4, -1]),
        "reshape: expected a shape of 6 elements for [2, 3]; got [4, -1]",
      ],
    ],
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
      "flatten",
      fc.tuple(shapes(2, 4), fc.constantFrom(0 as const, 1 as const, -1 as const)),
      ([shape, startAxis]) => ({
        inputs: [{ shape, domain }],
        run: (x) => flatten(x!, { startAxis }),
        options: { startAxis },
      }),
      { startAxis: choice([0, 1, -1], ([, startAxis]) => startAxis) },
    ),
    op: flatten,
    example: (from) => [from.p(2, 3, 2), { startAxis: 1 }],
    isExact: true,
    large: isView,
    corners: copies,
    kinks: linear,
    errors: readsAxes,
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
      "squeeze",
      shapes(1, 4, 2).chain((shape) =>
        fc.record({ shape: fc.constant(shape), axis: maybe(fc.subarray(shape.map((_, i) => i - shape.length))) }),
      ),
      ({ shape, ...rest }) => {
        const options = given(rest);
        return { inputs: [{ shape, domain }], run: (x) => squeeze(x!, options), options };
      },
      { axes: axesAttribute((g) => g) },
    ),
    op: squeeze,
    example: (from) => [from.p(1, 2, 1), { axis: [0, -1] }],
    isExact: true,
    large: isView,
    corners: copies,
    kinks: linear,
    errors: [
      [
        "an axis that is not there",
        (t) => squeeze(t(1, 3), { axis: 2 }),
        "squeeze: expected an axis from -2 to 1 for rank 2; got 2",
      ],
    ],
    golden: {
      call: ({ x }, options) => squeeze(x, options),
      // torch.squeeze: by definition, and exact.
      cases: [
        { options: {}, shape: [3] },
        { options: { axis: -1 }, shape: [1, 3] },
        { options: { axis: 1 }, shape: [1, 3, 1] },
      ].map(({ options, shape }) => ({
        name: `to ${shape}`,
        options,
        inputs: { x: { shape: [1, 3, 1], data: [1, 2, 3] } },
        gradOutput: { shape, data: [4, 5, 6] },
        output: { shape, data: [1, 2, 3] },
        gradients: { x: { shape: [1, 3, 1], data: [4, 5, 6] } },
      })),
    },
    sizes: copies,
  },
  {
    ...opInfo(
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
    op: permute,
    example: (from) => [from.p(2, 3), [1, 0]],
    isExact: true,
    large: [
      opInfo(
        "permute",
        largeShapes.chain((shape) => {
          const all = shape.map((_, i) => i);
          return fc.tuple(fc.constant(shape), fc.shuffledSubarray(all, { minLength: all.length }));
        }),
        ([shape, order]) => ({
          inputs: [{ shape, domain: wide }],
          run: (x) => permute(x!, order),
          options: { order },
        }),
      ),
    ],
    corners: copies,
    kinks: linear,
    errors: [["not every axis", (t) => permute(t(2, 3), [0]), "permute: expected every axis of [2, 3] once; got [0]"]],
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
      "transpose",
      fc.tuple(shapes(2, 4), fc.constantFrom([-2, -1], [0, 1], [0, -1])),
      ([shape, [i, j]]) => ({
        inputs: [{ shape, domain }],
        run: (x) => transpose(x!, i, j),
        options: { axes: [i, j] },
      }),
      { axes: choice(["-2 and -1", "0 and 1", "0 and -1"], ([, [i, j]]) => `${i} and ${j}` as "0 and 1") },
    ),
    op: transpose,
    example: (from) => [from.p(2, 3), 0, 1],
    isExact: true,
    large: "permute, by two axes",
    corners: copies,
    kinks: linear,
    errors: readsAxes,
    golden: copies,
    sizes: copies,
  },
  {
    ...opInfo(
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
    op: broadcastTo,
    example: (from) => [from.p(1, 3), [2, 3]],
    isExact: true,
    large: "add and others stretch their inputs as it does",
    corners: copies,
    kinks: linear,
    errors: [["a smaller shape", (t) => broadcastTo(t(2, 3), [3]), "broadcastTo: cannot stretch [2, 3] to [3]"]],
    golden: copies,
    sizes: copies,
  },
];

export const layoutKernels: KernelInfos<"strided"> = {
  strided: {
    tangent: ({ length }, [, g], [dx]) => dx && apply("strided", length, dx, g),
    cpu: "bits",
    gpu: "bits",
  },
};
