import { referenceKernels as reference } from "../../../kernels/reference.ts";
import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import { abs, type Bound, centre, type ElementBound, lines, negative, type Values, windowSize } from "../magnitudes.ts";

/** WGSL lets a GPU round either way: one operation errs by less than an ulp, at most so much of its result. */
const ulp = 2 ** -23;

/** The accuracy that WGSL states (section "Floating Point Accuracy"), in ulps. GLSL ES 3.0 states none; WebGL2 is held to
 *  the same. Sums, differences and products are rounded once, or fused. */
const quotient = 2.5;
/** As 1 / inverseSqrt(x), which has 2. */
const root = 2 + quotient;
const exponential = (x: number) => 3 + 2 * Math.abs(x);
/** Absolute, from the logarithm to any base. */
const logarithm = (x: number, log: number) => (x >= 0.5 && x <= 2 ? 2 ** -21 : 3 * ulp * Math.abs(log));

/** How far element i may be from the reference's. "bits": equal, where there is nothing to round. Denormal numbers may be
 *  taken for zeros, and zeros have either sign. */
export const bounds: { readonly [K in KernelName]: Bound<K> } = {
  neg: "bits",
  abs: "bits",
  sign: "bits",
  clamp: "bits",
  relu: "bits",
  gate: "bits",
  maximum: "bits",
  equal: "bits",
  greater: "bits",
  max: "bits",
  strided: "bits",
  pad: "bits",
  concat: "bits",
  maxPool2d: "bits",
  maxPool2dOffset: "bits",
  maxPool2dGather: "bits",
  pick: "bits",
  oneHot: "bits",
  fill: "bits",
  dropoutMask: "bits",
  countNonFinite: "bits",

  add: ulps(() => 1),
  sub: ulps(() => 1),
  mul: ulps(() => 1),
  div: ulps(() => quotient),
  sqrt: ulps(() => root),
  exp: ulps(exponential),
  log: (y, x) => (i) => logarithm(x[i], y[i]),
  // e = e^−|x|; 1 + e; the quotient.
  sigmoid: ulps((x) => exponential(x) + 1 + quotient),
  // (1 − e) / (1 + e) with e = e^−2|x| from |x| = 1/2 on: there e · (3 + 4|x|) < 1.9, which is 3 ulps of 1 − e and 1.4 of
  // 1 + e; both are rounded; the quotient. Nearer to 0 a series is better.
  tanh: ulps(() => 3 + 1.4 + 2 + quotient),
  pow: (y, a, b, g) => {
    const base = new Float64Array(y.length);
    const exponent = new Float64Array(y.length);
    const [zeros, ones] = [new Float64Array(b.length), new Float64Array(a.length)];
    reference.add(base, abs(a), zeros, g);
    reference.mul(exponent, ones.fill(1), b, g);
    return (i) => power(base[i], exponent[i]) * Math.abs(y[i]);
  },

  sum: (y, x, g) => summed(g.count, 0, [x], y, (terms) => reference.sum(terms, abs(x), g)),
  // Divided, or multiplied by a reciprocal.
  mean: (y, x, g) => summed(g.count, quotient + 1, [x], y, (terms) => reference.mean(terms, abs(x), g)),
  // x − mean has 1, its square 3.
  variance: (y, x, _mean, g) => summed(g.count, 3 + quotient + 1, [x], y, (terms) => terms.set(y)),
  avgPool2d: (y, x, g) => summed(g.kh * g.kw, quotient + 1, [x], y, (terms) => reference.avgPool2d(terms, abs(x), g)),
  avgPool2dGrad: (dx, dy, g) =>
    summed(windowsOver(g), quotient + 1, [dy], dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),
  maxPool2dGrad: (dx, dy, offset, g) =>
    summed(windowsOver(g), 0, [dy], dx, (terms) => reference.maxPool2dGrad(terms, abs(dy), offset, g)),

  matmul: (y, a, b, bias, g) =>
    summed(g.k + 1, 1, [a, b, bias], y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
  conv2d: (y, x, w, bias, g) =>
    summed((g.c / g.groups) * g.kh * g.kw + 1, 1, [x, w, bias], y, (terms) =>
      reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
    ),
  conv2dGradInput: (dx, dy, w, g) =>
    summed((g.k / g.groups) * g.kh * g.kw, 1, [dy, w], dx, (terms) =>
      reference.conv2dGradInput(terms, abs(dy), abs(w), g),
    ),
  conv2dGradWeight: (dw, dy, x, g) =>
    summed(g.n * g.oh * g.ow, 1, [dy, x], dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),

  softmax(y, x, g) {
    const { shift, spread } = lines(x, g);
    // e^s has 3 + 2|s|, and |s| from s; their sum has those of its terms, and its own.
    return (i) => (3 + 3 * Math.abs(shift[i]) + g.n + 3 + 3 * spread[i] + quotient) * ulp * y[i];
  },
  logSoftmax(y, x, g) {
    const { shift, spread } = lines(x, g);
    return (i) => {
      const logTotal = shift[i] - y[i];
      const total = Math.exp(logTotal);
      const sum = (g.n + 3 + 3 * spread[i]) * ulp;
      return sum + logarithm(total * (1 + sum), logTotal) + 2 ** -21 + ulp * (Math.abs(shift[i]) + Math.abs(y[i]));
    };
  },

  localResponseNorm(y, x, g) {
    const relative = scaleError(g, g.beta, x) + ulp;
    return (i) => relative * Math.abs(y[i]);
  },
  localResponseNormGrad(dx, dy, x, g) {
    const y = new Float64Array(x.length);
    reference.localResponseNorm(y, x, g);
    // The sum over the window; the scale, β, and seven products.
    const relative = scaleError(g, g.beta + 1, x) + (windowSize(g) + 10) * ulp;
    const difference = new Float64Array(dx.length);
    reference.localResponseNormGrad(difference, abs(dy), abs(x), g);
    const minuend = (i: number) => (x[i] === 0 ? difference[i] : Math.abs(dy[i]) * (y[i] / x[i]));
    return (i) => relative * (2 * minuend(i) - difference[i]);
  },

  batchNorm(y, x, mean, variance, weight, _bias, g) {
    const product = new Float64Array(y.length);
    reference.batchNorm(product, x, mean, variance, weight, null, g);
    // x − mean, two products; the bias.
    return (i) => (deviation + 3) * ulp * Math.abs(product[i]) + ulp * Math.abs(y[i]);
  },
  batchNormGradWeight(dw, dy, x, mean, variance, g) {
    const { deviations, zero } = centre(x, mean, g);
    // x − mean, two products.
    return summed(g.n * g.inner, deviation + 3, [], dw, (terms) =>
      reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
    );
  },
  batchNormGradInput(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
    const { deviations, zero } = centre(x, mean, g);
    const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
    const terms = new Float64Array(dx.length);
    const factor = weight && abs(weight);
    reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
    // x − mean, the product that is x̂, that with ∂weight, the sum, the quotient, the difference; two products.
    return (i) => (2 * deviation + quotient + 7) * ulp * terms[i];
  },

  linearCombination(_y, a, b, c, { alpha, beta, gamma }) {
    // The factor, the product, two sums.
    return (i) => 4 * ulp * (Math.abs(alpha * a[i]) + Math.abs(beta * b[i]) + Math.abs(gamma * (c?.[i] ?? 0)));
  },
  squareAccumulate(y, state, grad, w, g) {
    const terms = new Float64Array(y.length);
    reference.squareAccumulate(terms, abs(state), abs(grad), abs(w), g);
    // The slope has 3, its square 7; the gain, the product, the sum.
    return (i) => 10 * ulp * terms[i];
  },
  adaptiveStep(y, w, direction, state, { lr, correction, eps, weightDecay }) {
    // The slope has 3; lr, and the product; the correction and the quotient by it, halved by the root; ε and the sum.
    const step = 3 + 2 + (1 + quotient) / 2 + root + 2 + quotient;
    return (i) => {
      const slope = Math.abs(direction[i]) + Math.abs(weightDecay * w[i]);
      const difference = (Math.abs(lr) * slope) / (Math.sqrt(state[i] / correction) + eps);
      return step * ulp * difference + ulp * Math.abs(y[i]);
    };
  },
};

/** Of 1 / √(variance + ε): ε and the sum are halved by the root. */
const deviation = 1 + root + quotient;

/** Of a function of one number, in ulps of its result. */
function ulps(count: (x: number) => number): (y: Values, x: Values) => ElementBound {
  return (y, x) => (i) => count(x[i]) * ulp * Math.abs(y[i]);
}

/** Of x ** p = 2^(p · log₂ x), relative. */
function power(x: number, p: number): number {
  const log = Math.log2(x);
  if (x === 0 || p === 0 || !Number.isFinite(log)) return 0;
  const t = p * log;
  return Math.expm1(Math.LN2 * (Math.abs(p) * logarithm(x, log) + ulp * Math.abs(t))) + exponential(t) * ulp;
}

/** A sum of terms that have some ulps of their own, in any order (N. Higham, "Accuracy and Stability of Numerical
 *  Algorithms", section 3.1). `magnitude` fills in the sums of the terms' absolute values. Of whole numbers that are small
 *  enough, every sum is exact. */
function summed(
  count: number,
  own: number,
  inputs: readonly (Values | null)[],
  like: Values,
  magnitude: (terms: Values) => void,
): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  const exact = own <= 1 && inputs.every((input) => input?.every(Number.isInteger) ?? true);
  const gamma = ((count + own) * ulp) / (1 - (count + own) * ulp);
  return (i) => (exact && terms[i] <= 2 ** 24 ? 0 : gamma * terms[i]);
}

/** How many windows an element may lie in. */
function windowsOver({ kh, kw, sh, sw }: { kh: number; kw: number; sh: number; sw: number }): number {
  return Math.ceil(kh / sh) * Math.ceil(kw / sw);
}

/** Of d^−p with d = k + scale · Σ x², relative: d lies between k and what the largest |x| gives. */
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
