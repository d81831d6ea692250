import { denominators, forEachElement, windowSum } from "../../../kernels/normalization/responses.ts";
import type { BatchNormGeometry } from "../../core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../core/geometry/localResponseNorm.ts";
import type { Floats } from "../../devices/device.ts";
import { at, moving, type Rules, type Tangent } from "./rule.ts";

export const normalization: Rules<
  "localResponseNorm" | "localResponseNormGrad" | "batchNorm" | "batchNormGradWeight" | "batchNormGradInput"
> = {
  // y = x d^−β
  localResponseNorm(out, [x, g], [dx]) {
    if (dx === null) return null;
    const { beta } = g;
    const [d, dd] = [denominators(x, g), denominatorTangents(x, dx, g)];
    return moving([dx], out.length, (i) => dx[i] * d[i] ** -beta - beta * x[i] * d[i] ** (-beta - 1) * dd[i]);
  },
  // out = dy d^−β − 2sβ x T, with T the sum of c = dy x d^(−β−1) over the window turned round
  localResponseNormGrad(out, [dy, x, g], [ddy, dx]) {
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
  // y = γ x̂ + β
  batchNorm(out, [x, mean, variance, weight, , g], [dx, dMean, dVariance, dWeight, dBias]) {
    const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
    return moving([dx, dMean, dVariance, dWeight, dBias], out.length, (i) => {
      const c = channelOf(i, g);
      return at(dWeight, c) * hat.value(i) + (weight?.[c] ?? 1) * hat.tangent(i) + at(dBias, c);
    });
  },
  // G = Σ dy x̂
  batchNormGradWeight(out, [dy, x, mean, variance, g], [ddy, dx, dMean, dVariance]) {
    const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
    const sums = new Float64Array(out.length);
    for (let i = 0; i < dy.length; i++) {
      sums[channelOf(i, g)] += at(ddy, i) * hat.value(i) + dy[i] * hat.tangent(i);
    }
    return moving([ddy, dx, dMean, dVariance], out.length, (c) => sums[c]);
  },
  // out = γ r (dy − (B + x̂ G) / m)
  batchNormGradInput(out, [dy, x, mean, variance, weight, G, B, g], tangents) {
    const [ddy, dx, dMean, dVariance, dWeight, dG, dB] = tangents;
    const hat = standardized(x, mean, variance, g, dx, dMean, dVariance);
    const m = g.n * g.inner;
    return moving(tangents, out.length, (i) => {
      const c = channelOf(i, g);
      const gamma = weight?.[c] ?? 1;
      const centred = dy[i] - (B[c] + hat.value(i) * G[c]) / m;
      const dCentred = at(ddy, i) - (at(dB, c) + hat.tangent(i) * G[c] + hat.value(i) * at(dG, c)) / m;
      return (at(dWeight, c) * hat.r(c) + gamma * hat.dr(c)) * centred + gamma * hat.r(c) * dCentred;
    });
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
