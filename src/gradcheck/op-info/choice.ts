import fc from "fast-check";
import { type Shape, sizeOf } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { tensor } from "../../create.ts";
import { greater, mul, where } from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import { at, byValue, type KernelInfos, moving } from "./kernelInfo.ts";
import { largeBroadcasting, ties, wide } from "./large.ts";
import { between, broadcastingShapes, opInfo } from "./op-info.ts";
import { corner, inf, type Numbers, nan, type Row } from "./row.ts";
import { meeting } from "./shapeAttributes.ts";

const domain = between();

/** A condition of a shape. */
const conditions = (shape: Shape) => {
  const size = sizeOf(shape);
  return fc.array(fc.constantFrom(0, 1, -2), { minLength: size, maxLength: size });
};

const geometries = broadcastingShapes().chain(([aShape, bShape]) =>
  fc.record({
    shapes: fc.constant([aShape, bShape] as const),
    condition: fc
      .constantFrom<Shape[]>(aShape, bShape, [])
      .chain((shape) => fc.tuple(fc.constant(shape), conditions(shape))),
    side: fc.constantFrom("both" as const, "number first" as const, "number second" as const),
  }),
);

function choose([shape, values]: readonly [Shape, Numbers], like: Tensor): Tensor {
  return tensor(values, shape, { device: like.device });
}

export const choices: readonly Row[] = [
  {
    ...opInfo(
      "where",
      geometries,
      ({ shapes: [aShape, bShape], condition, side }) => {
        const [a, b] = [aShape, bShape].map((shape) => ({ shape, domain }));
        const options = { condition: condition[1], side };
        if (side === "number first")
          return { inputs: [b!], run: (y) => where(choose(condition, y!), 1.3, y!), options };
        if (side === "number second")
          return { inputs: [a!], run: (x) => where(choose(condition, x!), x!, 1.3), options };
        return { inputs: [a!, b!], run: (x, y) => where(choose(condition, x!), x!, y!), options };
      },
      {
        operands: attribute(
          ["equal shapes", "stretched", "rank differs", "number first", "number second"],
          ({ shapes, side }) => (side === "both" ? meeting(shapes) : side),
        ),
      },
    ),
    op: where,
    example: (from) => [from.t(3), from.p(2, 3), from.p(2, 1)],
    isExact: true,
    large: [
      opInfo("where", largeBroadcasting, ([left, right]) => ({
        inputs: [
          { shape: left, domain: ties },
          { shape: right, domain: wide },
          { shape: left, domain: wide },
        ],
        run: (condition, a, b) => where(condition!, a!, b!),
      })),
    ],
    corners: [
      {
        run: (a, b) => where(choose([[6], [0, -0, nan, inf, -inf, 1e-30]], a!), a!, b!),
        inputs: [
          [nan, inf, nan, -inf, -0, 5],
          [-0, -inf, 1, nan, nan, nan],
        ],
        y: [-0, -inf, nan, -inf, -0, 5],
        gradients: [
          [0, 0, nan, inf, -inf, 1],
          [nan, inf, 0, 0, 0, 0],
        ],
        dy: [nan, inf, nan, inf, -inf, 1],
      },
      corner((a) => where(choose([[2], [0, 2]], a), a, nan), [3, 4], [nan, 4], [0, 1]),
    ],
    kinks: [{ run: (x) => where(greater(x, 0), x, mul(x, -2)), shape: [6] }],
    errors: [
      ["shapes that do not broadcast", (t) => where(t(2), t(1), t(3)), "where: cannot broadcast [2] with [3]"],
      [
        "a number in place of the condition",
        (t) => Reflect.apply(where, undefined, [1, t(2), t(2)]),
        "where: expected condition to be a tensor; got 1",
      ],
    ],
    golden: {
      call: ({ condition, a, b }) => where(condition, a, b),
      // torch.where: by definition, and exact.
      cases: [
        {
          name: "broadcast",
          options: {},
          inputs: {
            condition: { shape: [3], data: [1, 0, -2] },
            a: { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
            b: { shape: [2, 1], data: [-1, -2] },
          },
          gradOutput: { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
          output: { shape: [2, 3], data: [1, -1, 3, 4, -2, 6] },
          gradients: {
            a: { shape: [2, 3], data: [1, 0, 3, 4, 0, 6] },
            b: { shape: [2, 1], data: [2, 5] },
          },
        },
      ],
    },
    sizes: "one element after another, as in relu: its speed is the memory's",
  },
];

export const choiceKernels: KernelInfos<"where" | "gate"> = {
  where: {
    tangent: ({ length }, [condition], [, da, db]) =>
      moving([da, db], length, (i) => at(condition[i] === 0 ? db : da, i)),
    cpu: "bits",
    gpu: "bits",
    decisions: (decide, _, condition) =>
      byValue(
        decide,
        condition.map((value) => Number(value !== 0)),
      ),
  },
  gate: {
    tangent: (_, [, gate], [ddy]) => ddy?.map((t, i) => (gate[i] <= 0 ? 0 : t)) ?? null,
    cpu: "bits",
    gpu: "bits",
    decisions: (decide, _, _dy, gate) =>
      byValue(
        decide,
        gate.map((value) => Number(value > 0)),
      ),
  },
};
