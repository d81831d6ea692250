import type { Shape } from "../core/shape.ts";
import type { Handle } from "./device.ts";

/** A buffer given up to a kernel: the device may write its output over it, and only the handle that the call returns may
 *  be used from then on. */
export class Donated {
  readonly handle: Handle;

  constructor(handle: Handle) {
    this.handle = handle;
  }
}

/** Where a kernel's output goes: into a new buffer of this shape, or into one that is donated. */
export type Output = Shape | Donated;
