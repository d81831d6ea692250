import type { SquareAccumulateGeometry } from "../../src/core/geometry/optimiser.ts";
import type { Floats } from "../../src/devices/device.ts";

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
