import { referenceKernels as reference } from "../../../kernels/reference.ts";
import { logarithm, quotient, ulp } from "../../../src/gradcheck/op-info/roundings.ts";
import { abs, lines } from "../magnitudes.ts";
import type { Bounds } from "./bound.ts";
import * as cpu from "./cpu.ts";
import { eta, u } from "./cpu.ts";
import * as gpu from "./gpu.ts";

export const reductions: Bounds<"sum" | "mean" | "variance" | "max" | "softmax" | "logSoftmax"> = {
  sum: {
    cpu: (y, x, g) => cpu.inDouble(g.count, y, (terms) => reference.sum(terms, abs(x), g)),
    gpu: (y, x, g) => gpu.summed(g.count, 0, [x], y, (terms) => reference.sum(terms, abs(x), g)),
  },
  mean: {
    cpu: (y, x, g) => cpu.inDouble(g.count, y, (terms) => reference.mean(terms, abs(x), g)),
    // Divided, or multiplied by a reciprocal.
    gpu: (y, x, g) => gpu.summed(g.count, quotient + 1, [x], y, (terms) => reference.mean(terms, abs(x), g)),
  },
  variance: {
    cpu: (y, _x, _mean, g) => cpu.inDouble(g.count, y, (terms) => terms.set(y)),
    // x − mean has 1, its square 3.
    gpu: (y, x, _mean, g) => gpu.summed(g.count, 3 + quotient + 1, [x], y, (terms) => terms.set(y)),
  },
  max: {
    cpu: "bits",
    gpu: "bits",
  },
  softmax: {
    cpu(y, x, g) {
      const { shift, spread } = lines(x, g);
      // e^s has 2, and those of s; the sum has 2, those of each s, and its own.
      return (i) => (y[i] === 0 ? 0 : (Math.abs(shift[i]) + spread[i] + 5) * u * y[i]) + eta;
    },
    gpu(y, x, g) {
      const { shift, spread } = lines(x, g);
      // e^s has 3 + 2|s|, and |s| from s; their sum has those of its terms, and its own.
      return (i) => (3 + 3 * Math.abs(shift[i]) + g.n + 3 + 3 * spread[i] + quotient) * ulp * y[i];
    },
  },
  logSoftmax: {
    cpu(y, x, g) {
      const { shift, spread } = lines(x, g);
      // The logarithm has 2 of itself, and those of the sum.
      return (i) => (Math.abs(shift[i]) + spread[i] + 3 + 2 * Math.abs(shift[i] - y[i])) * u;
    },
    gpu(y, x, g) {
      const { shift, spread } = lines(x, g);
      return (i) => {
        const logTotal = shift[i] - y[i];
        const total = Math.exp(logTotal);
        const sum = (g.n + 3 + 3 * spread[i]) * ulp;
        return sum + logarithm(total * (1 + sum), logTotal) + 2 ** -21 + ulp * (Math.abs(shift[i]) + Math.abs(y[i]));
      };
    },
  },
};
