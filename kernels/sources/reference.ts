import type { DropoutMaskGeometry } from "../../src/core/geometry/dropoutMask.ts";
import type { FillGeometry } from "../../src/core/geometry/fill.ts";
import { philox4x32 } from "../../src/core/rng.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[i] = value. */
export function fill(out: Floats, { value }: FillGeometry): void {
  out.fill(value);
}

/** out[i] = scale where word i of the key's stream is at least p · 2³², else 0. */
export function dropoutMask(out: Floats, { key, p, scale }: DropoutMaskGeometry): void {
  const words = new Uint32Array(4);
  for (let i = 0; i < out.length; i++) {
    if (i % 4 === 0) philox4x32(words, i / 4, 0, 0, 0, key);
    out[i] = words[i % 4] >= p * 2 ** 32 ? scale : 0;
  }
}
