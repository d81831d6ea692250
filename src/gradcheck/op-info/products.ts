import fc from "fast-check";
import { linear, matmul } from "../../ops/index.ts";
import { attribute, flag } from "./attribute.ts";
import * as cpu from "./cpuBounds.ts";
import * as gpu from "./gpuBounds.ts";
import { apply, type KernelInfos, reference, total, zeros } from "./kernelInfo.ts";
import { biased, int, sized } from "./large.ts";
import { abs } from "./magnitudes.ts";
import { between, broadcastingShapes, opInfo, shapes } from "./op-info.ts";
import { grid, inf, nan, type Row, type SizedOp } from "./row.ts";
import { meeting, rankAttribute } from "./shapeAttributes.ts";

const domain = between();
const size = fc.integer({ min: 1, max: 3 });

const product = fc
  .record({ m: sized(400), k: sized(400), n: sized(400), transposeA: fc.boolean(), transposeB: fc.boolean() })
  .filter(({ m, k, n }) => m * k * n <= 1_500_000);

function fullyConnected(name: string, inputs: number, outputs: number): SizedOp {
  const shapes = [[1, inputs], [outputs, inputs], [outputs]];
  return { name, shapes, terms: outputs, run: (x, w, bias) => linear(x!, w!, { bias: bias! }) };
}

const bilinear = "it is linear in each input";

export const products: readonly Row[] = [
  {
    ...opInfo(
      "matmul",
      fc.record({
        batch: broadcastingShapes().map(([a, b]) => [a.slice(-2), b.slice(-2)] as const),
        m: size,
        k: size,
        n: size,
        transposeA: fc.boolean(),
        transposeB: fc.boolean(),
      }),
      ({ batch: [aBatch, bBatch], m, k, n, ...options }) => ({
        inputs: [
          { shape: [...aBatch, ...(options.transposeA ? [k, m] : [m, k])], domain },
          { shape: [...bBatch, ...(options.transposeB ? [n, k] : [k, n])], domain },
        ],
        run: (a, b) => matmul(a!, b!, options),
        options,
      }),
      {
        batch: attribute(["equal shapes", "stretched", "rank differs"], ({ batch }) => meeting(batch)),
        transposeA: flag(({ transposeA }) => transposeA),
        transposeB: flag(({ transposeB }) => transposeB),
      },
    ),
    op: matmul,
    example: (from) => [from.p(3, 2), from.p(4, 3), { transposeA: true, transposeB: true }],
    isExact: true,
    large: [
      opInfo("matmul", product, ({ m, k, n, ...options }) => ({
        inputs: [options.transposeA ? [k, m] : [m, k], options.transposeB ? [n, k] : [k, n]].map((shape) => ({
          shape,
          domain: biased,
        })),
        run: (a, b) => matmul(a!, b!, options),
        options,
      })),
      opInfo(
        "matmul of batches",
        fc.tuple(
          fc.array(int(1, 4), { maxLength: 2 }),
          fc.tuple(fc.nat({ max: 2 }), fc.boolean()),
          fc.tuple(fc.nat({ max: 2 }), fc.boolean()),
          fc.tuple(int(1, 40), int(1, 40), int(1, 40)),
        ),
        ([lead, a, b, [m, k, n]]) => {
          const part = ([drop, one]: readonly [number, boolean]) =>
            lead.map((dim, i) => (one && i === 0 ? 1 : dim)).slice(drop);
          const inputs = [
            [...part(a), m, k],
            [...part(b), k, n],
          ].map((shape) => ({ shape, domain: biased }));
          return { inputs, run: (x, y) => matmul(x!, y!) };
        },
      ),
    ],
    corners: [
      {
        run: (a, b) => matmul(a!, b!),
        inputs: [grid([2, 2], [0, 1, 1, 1]), grid([2, 1], [inf, 1])],
        y: [nan, inf],
        gradients: [
          [inf, 1, inf, 1],
          [1, 2],
        ],
      },
    ],
    kinks: bilinear,
    errors: [
      [
        "unequal inner sizes",
        (t) => matmul(t(2, 3), t(3, 4), { transposeB: true }),
        "matmul: expected equal inner sizes; got 3 in a [2, 3] and 4 in b [3, 4] transposed",
      ],
    ],
    golden: { call: ({ a, b }) => matmul(a, b) },
    sizes: "linear's are its own",
  },
  {
    ...opInfo(
      "linear",
      fc.tuple(shapes(0, 2), size, size, fc.boolean()),
      ([lead, inputs, outputs, bias]) => ({
        inputs: [[...lead, inputs], [outputs, inputs], ...(bias ? [[outputs]] : [])].map((shape) => ({
          shape,
          domain,
        })),
        run: (x, w, b) => linear(x!, w!, { bias: b ?? null }),
      }),
      {
        bias: flag(([, , , bias]) => bias, ["without", "with"]),
        "leading axes": { ...rankAttribute(0, 2), of: ([lead]) => String(lead.length) },
      },
    ),
    op: linear,
    example: (from) => [from.p(2, 3), from.p(4, 3), { bias: from.p(4) }],
    isExact: true,
    large: [
      opInfo("linear", product, ({ m, k, n }) => ({
        inputs: [[m, k], [n, k], [n]].map((shape) => ({ shape, domain: biased })),
        run: (x, w, bias) => linear(x!, w!, { bias: bias! }),
      })),
    ],
    corners: [
      {
        run: (x, w) => linear(x!, w!),
        inputs: [grid([2, 1], [nan, 1]), grid([1, 1], [0])],
        y: [nan, 0],
        gradients: [[0, 0], [nan]],
      },
    ],
    kinks: bilinear,
    errors: [
      [
        "a weight of the wrong size",
        (t) => linear(t(2, 3), t(5, 4)),
        "linear: expected equal inner sizes; got 3 in a [2, 3] and 4 in b [5, 4] transposed",
      ],
      [
        "a tensor in place of options",
        (t) => Reflect.apply(linear, undefined, [t(2, 2), t(2, 2), t(2)]),
        "linear: expected options as an object with bias, such as { bias: … }; got a Tensor",
      ],
    ],
    golden: { call: ({ x, w, bias }) => linear(x, w, { bias: bias ?? null }) },
    sizes: [fullyConnected("fc6", 9216, 4096), fullyConnected("fc8", 4096, 1000)],
  },
];

export const productKernels: KernelInfos<"matmul"> = {
  matmul: {
    tangent: ({ length }, [a, b, , g], [da, db, dBias]) =>
      total(
        da && apply("matmul", length, da, b, null, g),
        db && apply("matmul", length, a, db, null, g),
        dBias && apply("matmul", length, zeros(a), b, dBias, g),
      ),
    cpu: (y, a, b, bias, g) =>
      cpu.summed(g.k + 1, y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
    gpu: (y, a, b, bias, g) =>
      gpu.summed(g.k + 1, 1, [a, b, bias], y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
  },
};
