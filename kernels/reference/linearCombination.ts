import type { LinearCombinationGeometry } from "../../src/core/geometry/optimiser.ts";
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
