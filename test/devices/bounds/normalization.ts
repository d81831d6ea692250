import { referenceKernels as reference } from "../../../kernels/reference.ts";
import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import { exponential, quotient, root, ulp } from "../../../src/gradcheck/op-info/roundings.ts";
import { abs, centre, negative, type Values, windowSize } from "../magnitudes.ts";
import type { Bounds } from "./bound.ts";
import * as cpu from "./cpu.ts";
import { eta, u } from "./cpu.ts";
import * as gpu from "./gpu.ts";

/** Of 1 / √(variance + ε): ε and the sum are halved by the root. */
const deviation = 1 + root + quotient;

export const normalization: Bounds<
  "localResponseNorm" | "localResponseNormGrad" | "batchNorm" | "batchNormGradWeight" | "batchNormGradInput"
> = {
  localResponseNorm: {
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
  batchNorm: {
    cpu(y, x, mean, variance, weight, _bias, g) {
      const product = new Float64Array(y.length);
      reference.batchNorm(product, x, mean, variance, weight, null, g);
      // √(variance + ε) has 2; weight over that, x − mean, and their product.
      return (i) => 5 * u * Math.abs(product[i]) + eta;
    },
    gpu(y, x, mean, variance, weight, _bias, g) {
      const product = new Float64Array(y.length);
      reference.batchNorm(product, x, mean, variance, weight, null, g);
      // x − mean, two products; the bias.
      return (i) => (deviation + 3) * ulp * Math.abs(product[i]) + ulp * Math.abs(y[i]);
    },
  },
  batchNormGradWeight: {
    cpu(dw, dy, x, mean, variance, g) {
      const { deviations, zero } = centre(x, mean, g);
      const sums = cpu.inDouble(g.n * g.inner, dw, (terms) =>
        reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
      );
      // ε is rounded; the root halves that.
      return (i) => sums(i) + (u / 2) * Math.abs(dw[i]);
    },
    gpu(dw, dy, x, mean, variance, g) {
      const { deviations, zero } = centre(x, mean, g);
      // x − mean, two products.
      return gpu.summed(g.n * g.inner, deviation + 3, [], dw, (terms) =>
        reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
      );
    },
  },
  batchNormGradInput: {
    cpu(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
      const { deviations, zero } = centre(x, mean, g);
      const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
      const terms = new Float64Array(dx.length);
      const factor = weight && abs(weight);
      reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
      // √(variance + ε) has 2, times m, under ∂weight; x − mean, their product, the difference; weight / √ has 3.
      return (i) => 10 * u * terms[i] + eta;
    },
    gpu(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
      const { deviations, zero } = centre(x, mean, g);
      const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
      const terms = new Float64Array(dx.length);
      const factor = weight && abs(weight);
      reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
      // x − mean, the product that is x̂, that with ∂weight, the sum, the quotient, the difference; two products.
      return (i) => (2 * deviation + quotient + 7) * ulp * terms[i];
    },
  },
};

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
