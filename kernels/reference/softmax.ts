import type { Floats } from "../../src/devices/device.ts";
import type { AxisGeometry } from "../../src/devices/kernels.ts";

export function softmax(out: Floats, x: Floats, { outer, n, inner }: AxisGeometry): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * n * inner + i;
      let peak = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < n; j++) peak = Math.max(peak, x[start + j * inner]!);
      let total = 0;
      for (let j = 0; j < n; j++) total += Math.exp(x[start + j * inner]! - peak);
      for (let j = 0; j < n; j++) out[start + j * inner] = Math.exp(x[start + j * inner]! - peak) / total;
    }
  }
}
