import fc from "fast-check";
import { denominators, forEachElement, windowSum } from "../../../kernels/normalization/responses.ts";
import type { LocalResponseNormGeometry } from "../../core/geometry/localResponseNorm.ts";
import type { Floats } from "../../devices/device.ts";
import { localResponseNorm } from "../../ops/index.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { eta, u } from "./cpuBounds.ts";
import { at, type KernelInfos, moving, reference, type Values } from "./kernelInfo.ts";
import { int } from "./large.ts";
import { abs, windowSize } from "./magnitudes.ts";
import { between, opInfo } from "./op-info.ts";
import { exponential, quotient, root, ulp } from "./roundings.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

export const localResponseNorms: readonly Row[] = [
  {
    ...opInfo(
      "localResponseNorm",
      fc.record({
        shape: fc.tuple(...[2, 4, 3, 3].map((max) => fc.integer({ min: 1, max }))),
        size: fc.integer({ min: 1, max: 5 }),
        alpha: fc.constantFrom(1e-4 as const, 0.5 as const, 2 as const),
        beta: fc.constantFrom(0.5 as const, 0.75 as const, 1 as const),
        k: fc.constantFrom(1 as const, 2 as const),
        divideAlpha: fc.boolean(),
        channels: fc.constantFrom("across" as const, "within" as const),
      }),
      ({ shape, ...options }) => ({
        inputs: [{ shape, domain: between() }],
        run: (x) => localResponseNorm(x!, options),
        options,
      }),
      {
        window: attribute(["1", "odd", "even"], ({ size }) => (size === 1 ? "1" : size % 2 === 0 ? "even" : "odd")),
        reach: attribute(["within the map", "clipped"], ({ size, shape: [, c, h, w], channels }) => {
          const room = channels === "across" ? c! : Math.min(h!, w!);
          return size > room ? "clipped" : "within the map";
        }),
        alpha: choice([1e-4, 0.5, 2], ({ alpha }) => alpha),
        beta: choice([0.5, 0.75, 1], ({ beta }) => beta),
        k: choice([1, 2], ({ k }) => k),
        divideAlpha: flag(({ divideAlpha }) => divideAlpha),
        channels: choice(["across", "within"], ({ channels }) => channels),
      },
    ),
    op: localResponseNorm,
    example: (from) => [
      from.p(1, 3, 2, 2),
      { size: 3, alpha: 1e-4, beta: 0.75, k: 2, divideAlpha: true, channels: "across" },
    ],
    large: [
      opInfo(
        "localResponseNorm",
        fc.record({
          n: int(1, 2),
          size: int(1, 9),
          alpha: fc.constantFrom(1e-4, 0.3, 2),
          beta: fc.constantFrom(0, 0.5, 0.75, 1, 0.6, 1.7),
          k: fc.constantFrom(0.5, 1, 2),
          divideAlpha: fc.boolean(),
          maps: fc.oneof(
            { weight: 3, arbitrary: fc.tuple(fc.constant("across" as const), int(1, 24), int(1, 14), int(1, 14)) },
            { weight: 3, arbitrary: fc.tuple(fc.constant("within" as const), int(1, 24), int(1, 14), int(1, 14)) },
            // More than one strip of an image.
            { weight: 1, arbitrary: fc.tuple(fc.constant("across" as const), int(81, 90), int(13, 15), int(33, 35)) },
          ),
        }),
        ({ n, maps: [channels, c, h, w], ...rest }) => {
          const options = { channels, ...rest };
          const inputs = [{ shape: [n, c, h, w], domain: between(-3, 3) }];
          return { inputs, run: (x) => localResponseNorm(x!, options), options };
        },
      ),
    ],
    corners: [
      corner(
        (x) => localResponseNorm(x, { size: 3, alpha: 3 }),
        grid([1, 4, 1, 2], [1, 1, inf, nan, 1, 1, 1, 1]),
        [0, nan, nan, nan, 0, nan, 3 ** -0.75, 3 ** -0.75],
        [nan, nan, nan, nan, nan, nan, 3 ** -0.75 - 1.5 * 3 ** -1.75, nan],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "size 0",
        (t) => localResponseNorm(t(1, 1, 2, 2), { size: 0 }),
        "localResponseNorm: expected size to be a whole number ≥ 1; got 0",
      ],
    ],
    golden: { call: ({ x }, options) => localResponseNorm(x, options) },
    sizes: [
      { name: "norm1", shapes: [[1, 96, 55, 55]], terms: 5, window: 5, run: (x) => localResponseNorm(x!, { k: 2 }) },
      { name: "norm2", shapes: [[1, 256, 27, 27]], terms: 5, window: 5, run: (x) => localResponseNorm(x!, { k: 2 }) },
    ],
  },
];

export const localResponseNormKernels: KernelInfos<"localResponseNorm" | "localResponseNormGrad"> = {
  localResponseNorm: {
    // y = x d^−β
    tangent(out, [x, g], [dx]) {
      if (dx === null) return null;
      const { beta } = g;
      const [d, dd] = [denominators(x, g), denominatorTangents(x, dx, g)];
      return moving([dx], out.length, (i) => dx[i] * d[i] ** -beta - beta * x[i] * d[i] ** (-beta - 1) * dd[i]);
    },
    cpu(y, x, g) {
      const relative = powerRoundings(g, y, x) * u;
      return (i) => relative * Math.abs(y[i]) + eta;
    },
    gpu(y, x, g) {
      const relative = scaleError(g, g.beta, x) + ulp;
      return (i) => relative * Math.abs(y[i]);
    },
  },
  localResponseNormGrad: {
    // out = dy d^−β − 2sβ x T, with T the sum of c = dy x d^(−β−1) over the window turned round
    tangent(out, [dy, x, g], [ddy, dx]) {
      const { beta, scale } = g;
      const d = denominators(x, g);
      const dd = dx === null ? new Float64Array(x.length) : denominatorTangents(x, dx, g);
      const c = d.map((value, i) => dy[i] * x[i] * value ** (-beta - 1));
      const dc = d.map((value, i) => {
        const product = at(ddy, i) * x[i] + dy[i] * at(dx, i);
        return product * value ** (-beta - 1) - (beta + 1) * dy[i] * x[i] * value ** (-beta - 2) * dd[i];
      });
      const [sums, dSums] = [turnedSums(c, g), turnedSums(dc, g)];
      return moving([ddy, dx], out.length, (i) => {
        const own = at(ddy, i) * d[i] ** -beta - beta * dy[i] * d[i] ** (-beta - 1) * dd[i];
        return own - 2 * scale * beta * (at(dx, i) * sums[i] + x[i] * dSums[i]);
      });
    },
    cpu(dx, dy, x, g) {
      const y = new Float64Array(x.length);
      reference.localResponseNorm(y, x, g);
      // Once more d, the sum over the window, and six products and quotients.
      const relative = (powerRoundings(g, y, x) + denominatorRoundings(g) + windowSize(g) + 6) * u;
      const difference = new Float64Array(dx.length);
      reference.localResponseNormGrad(difference, abs(dy), abs(x), g);
      const minuend = (i: number) => (x[i] === 0 ? difference[i] : Math.abs(dy[i]) * (y[i] / x[i]));
      return (i) => relative * (2 * minuend(i) - difference[i]) + eta;
    },
    gpu(dx, dy, x, g) {
      const y = new Float64Array(x.length);
      reference.localResponseNorm(y, x, g);
      // The sum over the window; the scale, β, and seven products.
      const relative = scaleError(g, g.beta + 1, x) + (windowSize(g) + 10) * ulp;
      const difference = new Float64Array(dx.length);
      reference.localResponseNormGrad(difference, abs(dy), abs(x), g);
      const minuend = (i: number) => (x[i] === 0 ? difference[i] : Math.abs(dy[i]) * (y[i] / x[i]));
      return (i) => relative * (2 * minuend(i) - difference[i]);
    },
  },
};

/** dd = 2 s Σ x dx, over each element's window. */
function denominatorTangents(x: Floats, dx: Float64Array, g: LocalResponseNormGeometry): Float64Array {
  const dd = new Float64Array(x.length);
  forEachElement(g, (i, n, c, h, w) => {
    dd[i] = 2 * g.scale * windowSum(g, n, c, h, w, g.before, g.after, (j) => x[j] * dx[j]);
  });
  return dd;
}

function turnedSums(values: Float64Array, g: LocalResponseNormGeometry): Float64Array {
  const sums = new Float64Array(values.length);
  forEachElement(g, (i, n, c, h, w) => {
    sums[i] = windowSum(g, n, c, h, w, g.after, g.before, (j) => values[j]);
  });
  return sums;
}

/** Roundings in d = k + scale · Σ x²: the squares and their sum, k, scale, the product, the last sum. */
function denominatorRoundings(g: LocalResponseNormGeometry): number {
  return windowSize(g) + 5;
}

/** Roundings in d^−β = y / x: β times d's, |ln d^−β| of β's own, and the power's. */
function powerRoundings(g: LocalResponseNormGeometry, y: Values, x: Values): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const logarithm = Math.abs(Math.log(y[i] / x[i]));
    if (Number.isFinite(logarithm)) largest = Math.max(largest, logarithm);
  }
  return g.beta * denominatorRoundings(g) + largest + 4;
}

/** How far d^−p with d = k + scale · Σ x² may be off, relative: d lies between k and what the largest |x| gives. */
function scaleError(g: LocalResponseNormGeometry, p: number, x: Values): number {
  const squares = x.filter(Number.isFinite).reduce((most, value) => Math.max(most, value * value), 0);
  const most = g.k + Math.abs(g.scale) * windowSize(g) * squares;
  const logs = Math.max(Math.abs(Math.log2(g.k)), Math.abs(Math.log2(most)));
  // The squares and their sum, k, scale, the product, the last sum.
  const base = p * (windowSize(g) + 5) * ulp;
  const ofLog = p * Math.max(2 ** -21, 3 * ulp * logs) + 2 * ulp * p * logs;
  // A power, which may be 2⁰; a root and the root of a root; products with these and with d; the quotient.
  const factors = exponential(p * logs) + root + 1.5 * root + (p + 3) + quotient;
  return Math.expm1(base + Math.LN2 * ofLog) + factors * ulp;
}
