import fc from "fast-check";
import type { BatchNormGeometry } from "../../core/geometry/batchNorm.ts";
import { tensor } from "../../create.ts";
import type { Floats } from "../../devices/device.ts";
import { batchNorm } from "../../ops/index.ts";
import { attribute, choice, flag } from "./attribute.ts";
import * as cpu from "./cpuBounds.ts";
import { eta, u } from "./cpuBounds.ts";
import * as gpu from "./gpuBounds.ts";
import { at, type KernelInfos, moving, reference, type Tangent } from "./kernelInfo.ts";
import { biased, int } from "./large.ts";
import { abs, center, negative } from "./magnitudes.ts";
import { between, opInfo, shapes, spaced } from "./op-info.ts";
import { quotient, root, ulp } from "./roundings.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

export const batchNorms: readonly Row[] = [
  {
    ...opInfo(
      "batchNorm",
      fc.record({
        n: fc.integer({ min: 2, max: 4 }),
        c: fc.integer({ min: 1, max: 3 }),
        inner: shapes(0, 2, 2),
        training: fc.boolean(),
        eps: fc.constantFrom(1e-5 as const, 1e-3 as const, 0.1 as const),
        weighted: fc.boolean(),
        biased: fc.boolean(),
      }),
      ({ n, c, inner, training, eps, weighted, biased }) => ({
        inputs: [
          { shape: [n, c, ...inner], domain: spaced() },
          ...(weighted ? [{ shape: [c], domain: between(0.5, 1.5) }] : []),
          ...(biased ? [{ shape: [c], domain: between() }] : []),
        ],
        run: (x, ...parameters) => {
          const weight = weighted ? parameters[0] : null;
          const bias = biased ? parameters.at(-1)! : null;
          const { device } = x!;
          const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
          const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
          const statistics = { runningMean, runningVar, training, eps };
          return batchNorm(x!, { weight, bias, ...statistics });
        },
        options: { training, eps },
      }),
      {
        training: flag(({ training }) => training),
        eps: choice([1e-5, 1e-3, 0.1], ({ eps }) => eps),
        weight: flag(({ weighted }) => weighted, ["without", "with"]),
        bias: flag(({ biased }) => biased, ["without", "with"]),
        rank: attribute(["2", "3", "4"], ({ inner }) => String(2 + inner.length) as "2"),
      },
    ),
    op: batchNorm,
    example: (from) => [
      from.p(4, 3),
      {
        weight: from.p(3),
        bias: from.p(3),
        runningMean: from.t(3),
        runningVar: tensor([1, 1, 1], { device: from.device }),
        training: true,
        momentum: 0.1,
        eps: 1e-5,
      },
    ],
    large: [
      opInfo(
        "batchNorm",
        fc.record({
          n: int(2, 6),
          c: int(1, 11),
          inner: fc.oneof(fc.constant([]), fc.tuple(int(1, 90)), fc.tuple(int(1, 12), int(1, 12))),
          training: fc.boolean(),
          eps: fc.constantFrom(0, 1e-5, 0.1),
          withWeight: fc.boolean(),
          withBias: fc.boolean(),
        }),
        ({ n, c, inner, training, eps, withWeight, withBias }) => ({
          inputs: [
            { shape: [n, c, ...inner], domain: biased },
            ...(withWeight ? [{ shape: [c], domain: between(-1.5, 1.5) }] : []),
            ...(withBias ? [{ shape: [c], domain: between() }] : []),
          ],
          run: (x, ...parameters) => {
            const weight = withWeight ? parameters[0] : null;
            const bias = withBias ? parameters.at(-1)! : null;
            const { device } = x!;
            const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
            const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
            return batchNorm(x!, { weight, bias, runningMean, runningVar, training, eps });
          },
          options: { training, eps },
        }),
      ),
    ],
    corners: [
      corner(
        (x) => batchNorm(x, { training: true, eps: 0 }),
        grid([2, 3], [nan, inf, 1, 1, 1, 3]),
        [nan, nan, -1, nan, nan, 1],
        [nan, nan, 0, nan, nan, 0],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "single values in training",
        (t) => batchNorm(t(1, 3), { training: true }),
        "batchNorm: expected more than one value per channel in training; got x [1, 3]",
      ],
      [
        "a weight of the wrong size",
        (t) => batchNorm(t(2, 3), { weight: t(2) }),
        "batchNorm: expected weight of shape [3]; got [2]",
      ],
    ],
    golden: {
      call: ({ x, weight, bias }, options, { runningMean, runningVar }) =>
        batchNorm(x, {
          ...options,
          ...(runningMean && runningVar && { runningMean, runningVar }),
          weight: weight ?? null,
          bias: bias ?? null,
        }),
    },
    sizes: [
      { name: "batchNorm2", shapes: [[2, 256, 27, 27]], terms: 1458, run: (x) => batchNorm(x!, { training: true }) },
    ],
  },
];

/** Roundings of 1 / √(variance + ε): ε and the sum are halved by the root. */
const deviation = 1 + root + quotient;

export const batchNormKernels: KernelInfos<"batchNorm" | "batchNormGradWeight" | "batchNormGradInput"> = {
  batchNorm: {
    // y = γ x̂ + β
    tangent(out, [x, mean, variance, weight, , g], [dx, dMean, dVariance, dWeight, dBias]) {
      const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
      return moving([dx, dMean, dVariance, dWeight, dBias], out.length, (i) => {
        const c = channelOf(i, g);
        return at(dWeight, c) * hat.value(i) + (weight?.[c] ?? 1) * hat.tangent(i) + at(dBias, c);
      });
    },
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
    // G = Σ dy x̂
    tangent(out, [dy, x, mean, variance, g], [ddy, dx, dMean, dVariance]) {
      const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
      const sums = new Float64Array(out.length);
      for (let i = 0; i < dy.length; i++) {
        sums[channelOf(i, g)] += at(ddy, i) * hat.value(i) + dy[i] * hat.tangent(i);
      }
      return moving([ddy, dx, dMean, dVariance], out.length, (c) => sums[c]);
    },
    cpu(dw, dy, x, mean, variance, g) {
      const { deviations, zero } = center(x, mean, g);
      const sums = cpu.inDouble(g.n * g.inner, dw, (terms) =>
        reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
      );
      // ε is rounded; the root halves that.
      return (i) => sums(i) + (u / 2) * Math.abs(dw[i]);
    },
    gpu(dw, dy, x, mean, variance, g) {
      const { deviations, zero } = center(x, mean, g);
      // x − mean, two products.
      return gpu.summed(g.n * g.inner, deviation + 3, [], dw, (terms) =>
        reference.batchNormGradWeight(terms, abs(dy), deviations, zero, variance, g),
      );
    },
  },
  batchNormGradInput: {
    // out = γ r (dy − (B + x̂ G) / m)
    tangent(out, [dy, x, mean, variance, weight, G, B, g], tangents) {
      const [ddy, dx, dMean, dVariance, dWeight, dG, dB] = tangents;
      const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
      const m = g.n * g.inner;
      return moving(tangents, out.length, (i) => {
        const c = channelOf(i, g);
        const gamma = weight?.[c] ?? 1;
        const centered = dy[i] - (B[c] + hat.value(i) * G[c]) / m;
        const dCentered = at(ddy, i) - (at(dB, c) + hat.tangent(i) * G[c] + hat.value(i) * at(dG, c)) / m;
        return (at(dWeight, c) * hat.r(c) + gamma * hat.dr(c)) * centered + gamma * hat.r(c) * dCentered;
      });
    },
    cpu(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
      const { deviations, zero } = center(x, mean, g);
      const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
      const terms = new Float64Array(dx.length);
      const factor = weight && abs(weight);
      reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
      // √(variance + ε) has 2, times m, under ∂weight; x − mean, their product, the difference; weight / √ has 3.
      return (i) => 10 * u * terms[i] + eta;
    },
    gpu(dx, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
      const { deviations, zero } = center(x, mean, g);
      const [lessWeight, lessBias] = [negative(gradWeight), negative(gradBias)];
      const terms = new Float64Array(dx.length);
      const factor = weight && abs(weight);
      reference.batchNormGradInput(terms, abs(dy), deviations, zero, variance, factor, lessWeight, lessBias, g);
      // x − mean, the product that is x̂, that with ∂weight, the sum, the quotient, the difference; two products.
      return (i) => (2 * deviation + quotient + 7) * ulp * terms[i];
    },
  },
};

/** x̂ = (x − μ) r and r = (σ² + ε)^−½, with their tangents. */
function standardized(
  x: Floats,
  mean: Floats,
  variance: Floats,
  g: BatchNormGeometry,
  dx: Tangent,
  dMean: Tangent,
  dVariance: Tangent,
) {
  const r = (c: number) => (variance[c] + g.eps) ** -0.5;
  const dr = (c: number) => -0.5 * (variance[c] + g.eps) ** -1.5 * at(dVariance, c);
  return {
    r,
    dr,
    value: (i: number) => (x[i] - mean[channelOf(i, g)]) * r(channelOf(i, g)),
    tangent: (i: number) => {
      const c = channelOf(i, g);
      return (at(dx, i) - at(dMean, c)) * r(c) + (x[i] - mean[c]) * dr(c);
    },
  };
}

function channelOf(i: number, { c, inner }: BatchNormGeometry): number {
  return Math.floor(i / inner) % c;
}
