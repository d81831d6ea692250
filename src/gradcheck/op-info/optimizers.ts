import { eta, u } from "./cpuBounds.ts";
import { type KernelInfos, reference, refuse, total } from "./kernelInfo.ts";
import { abs } from "./magnitudes.ts";
import { quotient, root, ulp } from "./roundings.ts";
export const optimizerKernels: KernelInfos<"linearCombination" | "squareAccumulate" | "adaptiveStep"> = {
  linearCombination: {
    tangent: (_, [, , , { alpha, beta, gamma }], [da, db, dc]) =>
      total(
        da?.map((t) => alpha * t),
        db?.map((t) => beta * t),
        dc?.map((t) => gamma * t),
      ),
    cpu(_y, a, b, c, { alpha, beta, gamma }) {
      // The factor, the product, a sum.
      return (i) =>
        3 * u * (Math.abs(alpha * a[i]) + Math.abs(beta * b[i]) + Math.abs(gamma * (c?.[i] ?? 0))) + 3 * eta;
    },
    gpu(_y, a, b, c, { alpha, beta, gamma }) {
      // The factor, the product, two sums.
      return (i) => 4 * ulp * (Math.abs(alpha * a[i]) + Math.abs(beta * b[i]) + Math.abs(gamma * (c?.[i] ?? 0)));
    },
  },
  squareAccumulate: {
    tangent: refuse("squareAccumulate"),
    cpu(y, state, grad, w, g) {
      const terms = new Float64Array(y.length);
      reference.squareAccumulate(terms, abs(state), abs(grad), abs(w), g);
      // The slope has 3, its square 7; the gain, and the product.
      return (i) => 9 * u * terms[i] + 3 * eta;
    },
    gpu(y, state, grad, w, g) {
      const terms = new Float64Array(y.length);
      reference.squareAccumulate(terms, abs(state), abs(grad), abs(w), g);
      // The slope has 3, its square 7; the gain, the product, the sum.
      return (i) => 10 * ulp * terms[i];
    },
  },
  adaptiveStep: {
    tangent: refuse("adaptiveStep"),
    cpu(_y, w, direction, state, { lr, correction, eps, weightDecay }) {
      // The slope has 3; lr, and the product; state / correction has 2, its root 2, with ε 3; the quotient.
      return (i) => {
        const slope = Math.abs(direction[i]) + Math.abs(weightDecay * w[i]);
        return (9 * u * Math.abs(lr) * slope) / (Math.sqrt(state[i] / correction) + eps) + eta;
      };
    },
    gpu(y, w, direction, state, { lr, correction, eps, weightDecay }) {
      // The slope has 3; lr, and the product; the correction and the quotient by it, halved by the root; ε and the sum.
      const step = 3 + 2 + (1 + quotient) / 2 + root + 2 + quotient;
      return (i) => {
        const slope = Math.abs(direction[i]) + Math.abs(weightDecay * w[i]);
        const difference = (Math.abs(lr) * slope) / (Math.sqrt(state[i] / correction) + eps);
        return step * ulp * difference + ulp * Math.abs(y[i]);
      };
    },
  },
};
