import type {
  AdaptiveStepGeometry,
  LinearCombinationGeometry,
  SquareAccumulateGeometry,
} from "../../src/core/geometry/optimizer.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[i] = α·a[i] + β·b[i] + γ·c[i], or two terms where c is left out. */
export function linearCombination(
  out: Floats,
  a: Floats,
  b: Floats,
  c: Floats | null,
  { alpha, beta, gamma }: LinearCombinationGeometry,
): void {
  for (let i = 0; i < out.length; i++) out[i] = alpha * a[i] + beta * b[i] + (c === null ? 0 : gamma * c[i]);
}

/** out[i] = decay · state[i] + gain · (grad[i] + weightDecay · w[i])². */
export function squareAccumulate(
  out: Floats,
  state: Floats,
  grad: Floats,
  w: Floats,
  { decay, gain, weightDecay }: SquareAccumulateGeometry,
): void {
  for (let i = 0; i < out.length; i++) out[i] = decay * state[i] + gain * (grad[i] + weightDecay * w[i]) ** 2;
}

/** out[i] = w[i] − lr · (direction[i] + weightDecay · w[i]) / (√(state[i] / correction) + eps). */
export function adaptiveStep(
  out: Floats,
  w: Floats,
  direction: Floats,
  state: Floats,
  { lr, correction, eps, weightDecay }: AdaptiveStepGeometry,
): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = w[i] - (lr * (direction[i] + weightDecay * w[i])) / (Math.sqrt(state[i] / correction) + eps);
  }
}
