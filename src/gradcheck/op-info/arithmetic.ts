import * as ops from "../../ops/index.ts";
import { type Binary, binaryRow } from "./binary.ts";
import { comparisons } from "./comparison.ts";
import { ties, wide } from "./large.ts";
import { between, spaced } from "./op-info.ts";
import { power, quotient } from "./roundings.ts";
import { corner, inf, nan, type Row } from "./row.ts";

/** 0 where `own` is smaller, ½ where both are equal. */
const wins = (own: number, other: number) => (own < other ? 0 : own === other ? 0.5 : 1);

const powersOfNumbers = [
  ...[1, 2, -1].map((exponent) =>
    corner(
      (x) => ops.pow(x, exponent),
      [nan, inf, 1],
      [nan, exponent > 0 ? inf : 0, 1],
      [exponent === 1 ? 1 : nan, exponent === 1 ? 1 : exponent === 2 ? inf : 0, exponent],
    ),
  ),
  ...[inf, -inf, nan].map((exponent) => corner((x) => ops.pow(x, exponent), [1], [1], [exponent])),
  corner((x) => ops.pow(x, 0), [nan, inf, -inf, 0, 1e-40], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]),
  corner((x) => ops.pow(1, x), [nan, inf, -inf], [1, 1, 1], [0, 0, 0]),
  corner((x) => ops.pow(0, x), [inf, 0, -1, -inf], [0, 1, inf, inf], [0, 0, -inf, -inf]),
];

/** Operators of two inputs that broadcast: a row here is all that their checks need. Golden values: those of PyTorch 1.13 are
 *  in test/golden/ops.json; the others are exact, or rounded once. */
export const binary = {
  add: {
    op: ops.add,
    domains: [between(), between()],
    wide: [wide, wide],
    derivatives: [() => 1, () => 1],
    cpu: "bits",
    gpu: 1,
    corners: [
      [inf, -inf, nan, 1, 1],
      [inf, 1, inf, 1, 1],
      [-0, -0, -0, 1, 1],
      [nan, 1, nan, 1, 1],
    ],
    golden: [[0.5, -2, -1.5, 1, 1]],
  },
  sub: {
    op: ops.sub,
    domains: [between(), between()],
    wide: [wide, wide],
    derivatives: [() => 1, () => -1],
    cpu: "bits",
    gpu: 1,
    corners: [
      [inf, inf, nan, 1, -1],
      [-0, 0, -0, 1, -1],
    ],
    golden: [[0.5, -2, 2.5, 1, -1]],
  },
  mul: {
    op: ops.mul,
    domains: [between(), between()],
    wide: [wide, wide],
    derivatives: [(_, b) => b, (a) => a],
    cpu: "bits",
    gpu: 1,
    corners: [
      [0, inf, nan, inf, 0],
      [-0, 1, -0, 1, 0],
      [-inf, -2, inf, -2, -inf],
      [nan, 0, nan, 0, nan],
    ],
    golden: [[0.5, -2, -1, -2, 0.5]],
  },
  div: {
    op: ops.div,
    domains: [between(), between(0.5, 2)],
    wide: [wide, wide],
    derivatives: [(_, b) => 1 / b, (a, b) => -a / (b * b)],
    cpu: "bits",
    gpu: quotient,
    corners: [
      [1, 0, inf, inf, -inf],
      [1, -0, -inf, -inf, -inf],
      [-1, 0, -inf, inf, inf],
      [0, 0, nan, inf, nan],
      [inf, inf, nan, 0, nan],
      [1, inf, 0, 0, 0],
      [-1, inf, -0, 0, 0],
      [nan, 1, nan, 1, nan],
    ],
    golden: [
      [1, 3, 1 / 3, 1 / 3, -1 / 9],
      [-2.5, 0.75, -10 / 3, 4 / 3, 40 / 9],
    ],
  },
  pow: {
    op: ops.pow,
    domains: [between(0.5, 2), between(-2, 2)],
    wide: [between(0.01, 30), between(-20, 20)],
    derivatives: [(a, b) => (b === 0 ? 0 : b * a ** (b - 1)), (a, b) => (a === 0 && b >= 0 ? 0 : a ** b * Math.log(a))],
    // Computed in double, to 2⁻³⁴.
    cpu: (y) => 2 ** -34 * Math.abs(y),
    gpu: (y, a, b) => power(Math.abs(a!), b!) * Math.abs(y),
    corners: [
      [1, inf, 1, inf, 0],
      [1, -inf, 1, -inf, 0],
      [1, nan, 1, nan, 0],
      [-1, inf, 1, inf, nan],
      [-1, -inf, 1, -inf, nan],
      [-1, nan, nan, nan, nan],
      [nan, 0, 1, 0, nan],
      [nan, -0, 1, 0, nan],
      [inf, 0, 1, 0, inf],
      [-inf, 0, 1, 0, nan],
      [0, 0, 1, 0, 0],
      [-0, 0, 1, 0, 0],
      [nan, 1, nan, 1, nan],
      [nan, 2, nan, nan, nan],
      [0, 1, 0, 1, 0],
      [-0, 1, -0, 1, 0],
      [0, 2, 0, 0, 0],
      [-0, 3, -0, 0, 0],
      [0, 0.5, 0, inf, 0],
      [0, -1, inf, -inf, -inf],
      [-0, -1, -inf, -inf, inf],
      [0, -2, inf, -inf, -inf],
      [0, inf, 0, nan, 0],
      [0, -inf, inf, -inf, -inf],
      [0, nan, nan, nan, nan],
      [inf, 2, inf, inf, inf],
      [inf, -1, 0, 0, nan],
      [-inf, 3, -inf, inf, nan],
      [-inf, -1, -0, 0, nan],
      [0.5, inf, 0, nan, 0],
      [0.5, -inf, inf, -inf, -inf],
      [2, inf, inf, inf, inf],
      [2, -inf, 0, nan, 0],
      [-2, inf, inf, inf, nan],
      [-2, 0.5, nan, nan, nan],
    ],
    golden: [],
    numbers: powersOfNumbers,
  },
  maximum: {
    op: ops.maximum,
    domains: [spaced(), spaced(0.02)],
    wide: [ties, ties],
    derivatives: [wins, (a, b) => wins(b, a)],
    cpu: "bits",
    gpu: "bits",
    corners: [
      [nan, 1, nan, 1, 1],
      [1, nan, nan, 1, 1],
      [nan, nan, nan, 1, 1],
      [nan, inf, nan, 1, 1],
      [inf, inf, inf, 0.5, 0.5],
      [-inf, -inf, -inf, 0.5, 0.5],
      [inf, 1, inf, 1, 0],
      [-0, 0, 0, 0.5, 0.5],
      [1, 2, 2, 0, inf, inf],
      [2, 1, 2, nan, 0, nan],
      [1, 2, 2, 0, 1],
      [2, 2, 2, 0.5, 0.5],
      [3, 2, 3, 1, 0],
    ],
    golden: [],
    isPiecewise: true,
  },
  minimum: {
    op: ops.minimum,
    domains: [spaced(), spaced(0.02)],
    wide: [ties, ties],
    derivatives: [(a, b) => wins(b, a), wins],
    cpu: "bits",
    gpu: "bits",
    corners: [
      [nan, 1, nan, 1, 1],
      [1, nan, nan, 1, 1],
      [nan, nan, nan, 1, 1],
      [nan, -inf, nan, 1, 1],
      [inf, inf, inf, 0.5, 0.5],
      [-inf, -inf, -inf, 0.5, 0.5],
      [-inf, 1, -inf, 1, 0],
      [-0, 0, -0, 0.5, 0.5],
      [2, 1, 1, 0, inf, inf],
      [1, 2, 1, nan, 0, nan],
      [2, 1, 1, 0, 1],
      [2, 2, 2, 0.5, 0.5],
      [2, 3, 2, 1, 0],
    ],
    // torch.minimum: by definition, and exact.
    golden: [
      [0, 1, 0, 0.5, 0, 0.5],
      [2, -1, -1, 0, -3, -3],
      [1, 1, 1, 0.25, 0.25, 0.5],
    ],
    isPiecewise: true,
  },
  ...comparisons,
} satisfies Readonly<Record<string, Binary>>;

export const arithmetic: readonly Row[] = Object.entries<Binary>(binary).map(([name, spec]) => binaryRow(name, spec));
