import { referenceKernels as reference } from "../../../kernels/reference.ts";
import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import { abs, type Bound, centre, type ElementBound, lines, negative, type Values, windowSize } from "../magnitudes.ts";

/** An operation in float32 errs by at most u times its result, or by η where that is denormal. */
const u = 2 ** -24;
const eta = 2 ** -149;

/** By the formula of each kernel: so many roundings, one after the other, of terms so large. The last one is left out:
 *  values are compared after both are rounded to float32, so that 0 is the right value rounded once. "bits": the sign of a
 *  zero is right too. */
export const bounds: { readonly [K in KernelName]: Bound<K> } = {
  // Nothing to round, or one operation, which IEEE 754 rounds correctly.
  neg: "bits",
  abs: "bits",
  sign: "bits",
  sqrt: "bits",
  clamp: "bits",
  relu: "bits",
  gate: "bits",
  add: "bits",
  sub: "bits",
  mul: "bits",
  div: "bits",
  maximum: "bits",
  equal: "bits",
  greater: "bits",
  max: "bits",
  strided: "bits",
  pad: "bits",
  concat: "bits",
  maxPool2dOffset: "bits",
  maxPool2dGather: "bits",
  pick: "bits",
  oneHot: "bits",
  fill: "bits",
  dropoutMask: "bits",
  countNonFinite: "bits",
  // Of two zeros either is the largest.
  maxPool2d: () => () => 0,

  // Within 1 ulp: one of the two neighbours.
  exp: roundings(1),
  log: roundings(1),
  // e = e^−|x| has 1 ulp, so 2; 1 + e has 1.
  sigmoid: roundings(3),
  // 1 − q: of q = 2 / (e + 1), below 0.81 · tanh |x| from 0.625 on, e has 2, the sum and the quotient 1. Nearer to 0 it is
  // x + p with |p| < 0.13 · tanh |x|.
  tanh: roundings(4),
  // Computed in double, to 2⁻³⁴.
  pow: (y) => (i) => 2 ** -34 * Math.abs(y[i]),

  sum: (y, x, g) => inDouble(g.count, y, (terms) => reference.sum(terms, abs(x), g)),
  mean: (y, x, g) => inDouble(g.count, y, (terms) => reference.mean(terms, abs(x), g)),
  variance: (y, _x, _mean, g) => inDouble(g.count, y, (terms) => terms.set(y)),
  avgPool2d: (y, x, g) => inDouble(g.kh * g.kw, y, (terms) => reference.avgPool2d(terms, abs(x), g)),
  avgPool2dGrad: (dx, dy, g) => inDouble(g.kh * g.kw, dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),

  matmul: (y, a, b, bias, g) =>
    summed(g.k + 1, y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
  conv2d: (y, x, w, bias, g) =>
    summed((g.c / g.groups) * g.kh * g.kw + 1, y, (terms) =>
      reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
    ),
  conv2dGradInput: (dx, dy, w, g) =>
    summed((g.k / g.groups) * g.kh * g.kw, dx, (terms) => reference.conv2dGradInput(terms, abs(dy), abs(w), g)),
  conv2dGradWeight: (dw, dy, x, g) =>
    summed(g.n * g.oh * g.ow, dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),
  maxPool2dGrad: (dx, dy, offset, g) =>
    summed(Math.ceil(g.kh / g.sh) * Math.ceil(g.kw / g.sw), dx, (terms) =>
      reference.maxPool2dGrad(terms, abs(dy), offset, g),
    ),

  softmax(y, x, g) {
    const { shift, spread } = lines(x, g);
    // e^s has 2, and those of s; the sum has 2, those of each s, and its own.
    return (i) => (y[i] === 0 ? 0 : (Math.abs(shift[i]) + spread[i] + 5) * u * y[i]) + eta;
  },
  logSoftmax(y, x, g) {
    const { shift, spread } = lines(x, g);
    // The logarithm has 2 of itself, and those of the sum.
    return (i) => (Math.abs(shift[i]) + spread[i] + 3 + 2 * Math.abs(shift[i] - y[i])) * u;
  },

  localResponseNorm(y, x, g) {
    const relative = powerRoundings(g, y, x) * u;
    return (i) => relative * Math.abs(y[i]) + eta;
  },
  localResponseNormGrad(dx, dy, x, g) {
    const y = new Float64Array(x.length);
    reference.localResponseNorm(y, x, g);
    // Once more d, the sum over the window, and six products and quotients.
    const relative = (powerRoundings(g, y, x) + denominatorRoundings(g) + windowSize(g) + 6) * u;
    const difference = new Float64Array(dx.length);
    reference.localResponseNormGrad(difference, abs(dy), abs(x), g);
    const minuend = (i: number) => (x[i] === 0 ? difference[i] : Math.abs(dy[i]) * (y[i] / x[i]));
    return (i) => relative * (2 * minuend(i) - difference[i]) + eta;
  },
  batchNorm(y, x, mean, variance, weight, _bias, g) {
    const product = new Float64Array(y.length);
    reference.batchNorm(product, x, mean, variance, weight, null, g);
    // √(variance + ε) has 2; weight over that, x − mean, and their product.
    return (i) => 5 * u * Math.abs(product[i]) + eta;
  },
  batchNormGradWeight(dw, dy, x, mean, variance, g) {
    const { deviations, zero } = centre(x, mean, g);
    const sums = inDouble(g.n * g.inner, dw, (terms) =>
      reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
    );
    // ε is rounded; the root halves that.
    return (i) => sums(i) + (u / 2) * Math.abs(dw[i]);
  },
  batchNormGradInput(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
    const { deviations, zero } = centre(x, mean, g);
    const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
    const terms = new Float64Array(dx.length);
    const factor = weight && abs(weight);
    reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
    // √(variance + ε) has 2, times m, under ∂weight; x − mean, their product, the difference; weight / √ has 3.
    return (i) => 10 * u * terms[i] + eta;
  },

  linearCombination(_y, a, b, c, { alpha, beta, gamma }) {
    // The factor, the product, a sum.
    return (i) => 3 * u * (Math.abs(alpha * a[i]) + Math.abs(beta * b[i]) + Math.abs(gamma * (c?.[i] ?? 0))) + 3 * eta;
  },
  squareAccumulate(y, state, grad, w, g) {
    const terms = new Float64Array(y.length);
    reference.squareAccumulate(terms, abs(state), abs(grad), abs(w), g);
    // The slope has 3, its square 7; the gain, and the product.
    return (i) => 9 * u * terms[i] + 3 * eta;
  },
  adaptiveStep(_y, w, direction, state, { lr, correction, eps, weightDecay }) {
    // The slope has 3; lr, and the product; state / correction has 2, its root 2, with ε 3; the quotient.
    return (i) => {
      const slope = Math.abs(direction[i]) + Math.abs(weightDecay * w[i]);
      return (9 * u * Math.abs(lr) * slope) / (Math.sqrt(state[i] / correction) + eps) + eta;
    };
  },
};

function roundings(count: number): (y: Values) => ElementBound {
  return (y) => (i) => count * u * Math.abs(y[i]) + eta;
}

/** A sum of products in float32, in any order (N. Higham, "Accuracy and Stability of Numerical Algorithms", section
 *  3.1). `magnitude` fills in the sums of the terms' absolute values. */
function summed(count: number, like: Values, magnitude: (terms: Values) => void): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  const gamma = (count * u) / (1 - count * u);
  return (i) => gamma * terms[i] + count * eta;
}

/** The same in double, where the reference's own roundings count. */
function inDouble(count: number, like: Values, magnitude: (terms: Values) => void): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  return (i) => (count + 4) * 2 ** -52 * terms[i];
}

/** Of d = k + scale · Σ x²: the squares and their sum, k, scale, the product, the last sum. */
function denominatorRoundings(g: LocalResponseNormGeometry): number {
  return windowSize(g) + 5;
}

/** Of d^−β = y / x: β times d's, |ln d^−β| of β's own, and the power's. */
function powerRoundings(g: LocalResponseNormGeometry, y: Values, x: Values): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const logarithm = Math.abs(Math.log(y[i] / x[i]));
    if (Number.isFinite(logarithm)) largest = Math.max(largest, logarithm);
  }
  return g.beta * denominatorRoundings(g) + largest + 4;
}
