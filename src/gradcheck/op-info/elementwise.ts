import * as ops from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import { ties, wide, wideAboveZero } from "./large.ts";
import { between, spaced } from "./op-info.ts";
import { exponential, logarithm, quotient, root, ulps } from "./roundings.ts";
import { inf, nan, type Row } from "./row.ts";
import { type Unary, unaryRow } from "./unary.ts";

/** Operators of one input, element by element: a row here is all that their checks need. Golden values: those of PyTorch
 *  1.13 are in test/golden/ops.json; the others are rounded from 50 digits (Python's mpmath). */
export const unary = {
  neg: {
    op: ops.neg,
    domain: between(),
    wide,
    derivative: () => -1,
    cpu: "bits",
    gpu: "bits",
    corners: [{ x: [nan, inf, -inf, 0, -0], y: [nan, -inf, inf, -0, 0], dx: [-1, -1, -1, -1, -1] }],
    golden: [{ x: [-1.5, 0.25, 3], y: [1.5, -0.25, -3], dx: [-1, -1, -1] }],
  },
  exp: {
    op: ops.exp,
    domain: between(-2, 2),
    wide: between(-110, 95),
    derivative: (_, y) => y,
    // Within 1 ulp: one of the two neighbors.
    cpu: 1,
    gpu: ulps(exponential),
    corners: [{ x: [nan, inf, -inf, -0], y: [nan, inf, 0, 1], dx: [nan, inf, 0, 1] }],
    golden: [
      {
        x: [-2, -0.5, 1, 3.25],
        y: [0.1353352832366127, 0.6065306597126334, Math.E, 25.790339917193062],
        dx: [0.1353352832366127, 0.6065306597126334, Math.E, 25.790339917193062],
      },
    ],
  },
  log: {
    op: ops.log,
    domain: between(0.5, 3),
    wide: wideAboveZero,
    derivative: (x) => 1 / x,
    cpu: 1,
    gpu: (y, x) => logarithm(x!, y),
    corners: [{ x: [nan, inf, -inf, 0, -0, -1], y: [nan, inf, nan, -inf, -inf, nan], dx: [nan, 0, 0, inf, -inf, -1] }],
    golden: [{ x: [0.03125, 0.5, 1, 10], y: [-5 * Math.LN2, -Math.LN2, 0, Math.LN10], dx: [32, 2, 1, 0.1] }],
  },
  sqrt: {
    op: ops.sqrt,
    domain: between(0.5, 3),
    wide: wideAboveZero,
    derivative: (_, y) => 0.5 / y,
    cpu: "bits",
    gpu: ulps(() => root),
    corners: [{ x: [nan, inf, -inf, 0, -0, -1], y: [nan, inf, nan, 0, -0, nan], dx: [nan, 0, nan, inf, -inf, nan] }],
    golden: [
      {
        x: [0.0625, 0.5, 2, 9],
        y: [0.25, Math.SQRT1_2, Math.SQRT2, 3],
        dx: [2, Math.SQRT1_2, Math.SQRT1_2 / 2, 1 / 6],
      },
    ],
  },
  abs: {
    op: ops.abs,
    domain: spaced(),
    wide,
    derivative: (x) => Math.sign(x),
    cpu: "bits",
    gpu: "bits",
    corners: [
      { x: [nan, inf, -inf, 0, -0], y: [nan, inf, inf, 0, 0], dx: [nan, 1, -1, 0, 0] },
      { x: [-2, 0, 3], y: [2, 0, 3], dx: [-1, 0, 1] },
    ],
    golden: [{ x: [-1.5, 0.25], y: [1.5, 0.25], dx: [-1, 1] }],
    kinks: {},
  },
  sign: {
    op: ops.sign,
    domain: spaced(),
    wide: ties,
    derivative: "constant but for a jump",
    cpu: "bits",
    gpu: "bits",
    corners: [{ x: [nan, inf, -inf, 0, -0], y: [nan, 1, -1, 0, -0] }],
    golden: [{ x: [-1.5, 0, 0.25], y: [-1, 0, 1] }],
  },
  relu: {
    op: ops.relu,
    domain: spaced(),
    wide,
    derivative: (x) => (x <= 0 ? 0 : 1),
    cpu: "bits",
    gpu: "bits",
    corners: [
      { x: [nan, inf, -inf, 0, -0], y: [nan, inf, 0, 0, 0], dx: [1, 1, 0, 0, 0] },
      { x: [-1, -inf, 0, 2, nan], y: [0, 0, 0, 2, nan], dx: [0, 0, 0, nan, inf], dy: [nan, inf, -inf, nan, inf] },
      { x: [-1, 0, -0, 2], y: [0, 0, 0, 2], dx: [0, 0, 0, 1] },
    ],
    golden: [],
    kinks: {},
    sizes: [{ name: "relu1", shapes: [[1, 96, 55, 55]], terms: 1, run: (x) => ops.relu(x!) }],
  },
  leakyRelu: {
    op: ops.leakyRelu,
    options: {
      drawn: [{}, { negativeSlope: 0.2 }],
      attributes: {
        negativeSlope: attribute(["not given", "given"], ({ negativeSlope }: ops.LeakyReluOptions) =>
          negativeSlope === undefined ? "not given" : "given",
        ),
      },
      large: {},
      special: () => [0, -0, 0.01, 1, -2, inf].map((negativeSlope) => ({ negativeSlope })),
    },
    domain: spaced(),
    wide,
    derivative: (x, _, { negativeSlope }) => (x > 0 ? 1 : negativeSlope),
    // The slope is rounded to float32; on a GPU the product is too.
    cpu: 1,
    gpu: 2,
    corners: [
      {
        options: { negativeSlope: 0.5 },
        x: [nan, inf, -inf, 0, -0],
        y: [nan, inf, -inf, 0, -0],
        dx: [0.5, 1, 0.5, 0.5, 0.5],
      },
      { options: {}, x: [-2, 0, 3], y: [-0.02, 0, 3], dx: [0.01, 0.01, 1] },
      { options: {}, x: [-1, 0, 2, 3], y: [-0.01, 0, 2, 3], dx: [inf, nan, -inf, nan], dy: [inf, nan, -inf, nan] },
    ],
    // torch.nn.functional.leaky_relu: by definition, and exact.
    golden: [
      { x: [-2, -0.5, 0, 3], y: [-0.02, -0.005, 0, 3], dx: [0.01, 0.01, 0.01, 1] },
      { options: { negativeSlope: 0.25 }, x: [-2, 0, 3], y: [-0.5, 0, 3], dx: [0.75, -0.5, 2], dy: [3, -2, 2] },
    ],
    kinks: { negativeSlope: 0.25 },
  },
  sigmoid: {
    op: ops.sigmoid,
    domain: between(-3, 3),
    wide: between(-110, 110),
    derivative: (_, y) => y * (1 - y),
    // e = e^−|x| has 1 ulp, so 2; 1 + e has 1.
    cpu: 3,
    // e = e^−|x|; 1 + e; the quotient.
    gpu: ulps((x) => exponential(x) + 1 + quotient),
    corners: [{ x: [nan, inf, -inf, -0], y: [nan, 1, 0, 0.5], dx: [nan, 0, 0, 0.25] }],
    golden: [],
  },
  tanh: {
    op: ops.tanh,
    domain: between(-2, 2),
    wide: between(-12, 12),
    derivative: (_, y) => 1 - y * y,
    // 1 − q: of q = 2 / (e + 1), below 0.81 · tanh |x| from 0.625 on, e has 2, the sum and the quotient 1. Nearer to 0 it is
    // x + p with |p| < 0.13 · tanh |x|.
    cpu: 4,
    // (1 − e) / (1 + e) with e = e^−2|x| from |x| = 1/2 on: there e · (3 + 4|x|) < 1.9, which is 3 ulps of 1 − e and 1.4 of
    // 1 + e; both are rounded; the quotient. Nearer to 0 a series is better.
    gpu: 3 + 1.4 + 2 + quotient,
    corners: [{ x: [nan, inf, -inf, -0], y: [nan, 1, -1, -0], dx: [nan, 0, 0, 1] }],
    golden: [],
  },
  clamp: {
    op: ops.clamp,
    options: {
      drawn: [{}, { min: -0.3 }, { max: 0.4 }, { min: -0.2, max: 0.2 }],
      attributes: {
        bounds: attribute(["none", "min", "max", "both"], ({ min, max }: ops.ClampOptions) => {
          if (min === undefined) return max === undefined ? "none" : "max";
          return max === undefined ? "min" : "both";
        }),
      },
      large: { min: -0.3, max: 700.1 },
      special: (values) =>
        values
          .filter((min) => !Number.isNaN(min))
          .flatMap((min) => [min, 0, 0.3, inf].filter((max) => max >= min).map((max) => ({ min, max }))),
    },
    domain: spaced(),
    wide,
    derivative: (x, _, { min, max }) => (x >= min && x <= max ? 1 : 0),
    cpu: "bits",
    gpu: "bits",
    corners: [
      { options: { min: -1, max: 1 }, x: [nan, inf, -inf], y: [nan, 1, -1], dx: [0, 0, 0] },
      { options: { min: -1, max: 1 }, x: [1, -1, -0, -2, 2], y: [1, -1, -0, -1, 1], dx: [1, 1, 1, 0, 0] },
      { options: { min: 0 }, x: [nan, inf, -inf, 1], y: [nan, inf, 0, 1], dx: [0, 1, 0, 1] },
      {
        options: { min: -1, max: 1 },
        x: [nan, 2, -2, 0, 0],
        y: [nan, 1, -1, 0, 0],
        dx: [0, 0, 0, inf, nan],
        dy: [inf, nan, inf, inf, nan],
      },
    ],
    golden: [],
    kinks: { min: -1, max: 1 },
    errors: [["bounds crossed", (t) => ops.clamp(t(1), { min: 1, max: 0 }), "clamp: expected min ≤ max; got 1 and 0"]],
  },
} satisfies Readonly<Record<string, Unary>>;

export const elementwise: readonly Row[] = Object.entries<Unary>(unary).map(([name, spec]) => unaryRow(name, spec));
