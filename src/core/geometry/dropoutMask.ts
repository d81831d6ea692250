import type { RngKey } from "../rng.ts";

/** `scale` with probability 1 − p, else 0; element i is decided by word i of the stream. */
export interface DropoutMaskGeometry {
  readonly key: RngKey;
  readonly p: number;
  readonly scale: number;
}
