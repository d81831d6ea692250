import type { AdaptiveStepGeometry } from "../../src/core/geometry/optimiser.ts";
import type { Floats } from "../../src/devices/device.ts";

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
