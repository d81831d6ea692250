import fc from "fast-check";
import { Rng } from "../../core/rng.ts";
import type { Tensor } from "../../core/tensor.ts";
import { type DropoutOptions, dropout } from "../../ops/index.ts";
import { choice, flag } from "./attribute.ts";
import { byValue, constant, type KernelInfos } from "./kernelInfo.ts";
import { int, wide } from "./large.ts";
import { between, opInfo, shapes } from "./op-info.ts";
import { corner, inf, nan, type Row } from "./row.ts";

const dropped = (options: DropoutOptions) => (x: Tensor) => dropout(x, { p: 1, ...options });

export const sources: readonly Row[] = [
  {
    ...opInfo(
      "dropout",
      fc.tuple(
        shapes(1, 3),
        fc.record({ p: fc.constantFrom(0, 0.3, 0.5), training: fc.boolean(), inverted: fc.boolean() }),
      ),
      ([shape, options]) => ({
        inputs: [{ shape, domain: between() }],
        run: (x) => dropout(x!, { ...options, rng: new Rng(7) }),
        options,
      }),
      {
        p: choice([0, 0.3, 0.5], ([, { p }]) => p),
        training: flag(([, { training }]) => training),
        inverted: flag(([, { inverted }]) => inverted),
      },
    ),
    op: dropout,
    example: (from) => [from.p(4), { p: 0.3, training: true, inverted: false, rng: from.rng }],
    large: [
      opInfo("dropout", int(1, 2000), (size) => ({
        inputs: [{ shape: [size], domain: wide }],
        run: (x) => dropout(x!, { p: 0.37, rng: new Rng(7) }),
      })),
    ],
    corners: [
      corner(dropped({}), [1, 2, nan, inf], [0, 0, nan, nan], [0, 0, 0, 0]),
      corner(dropped({ inverted: false }), [1, 2], [0, 0], [0, 0]),
      corner(dropped({ training: false }), [1, -0, nan, inf], [1, -0, nan, inf], [1, 1, 1, 1]),
      corner(dropped({ training: false, inverted: false }), [1, 2], [0, 0], [0, 0]),
      corner(dropped({ p: 0 }), [1, -0, nan, inf], [1, -0, nan, inf], [1, 1, 1, 1]),
    ],
    kinks: "linear in x",
    errors: [
      [
        "more than everything",
        (t) => dropout(t(1), { p: 1.1 }),
        "dropout: expected p to be a number from 0 to 1; got 1.1",
      ],
    ],
    golden: "its mask is our own: test/ops/dropout.test.ts holds its shares and means",
    sizes: [{ name: "dropout6", shapes: [[1, 4096]], terms: 1, run: (x) => dropout(x!, { rng: new Rng(6) }) }],
  },
];

export const sourceKernels: KernelInfos<"fill" | "dropoutMask"> = {
  fill: {
    tangent: constant,
    cpu: "bits",
    gpu: "bits",
  },
  dropoutMask: {
    tangent: constant,
    cpu: "bits",
    gpu: "bits",
    decisions: byValue,
  },
};
