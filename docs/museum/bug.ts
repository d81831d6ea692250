import type { Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";

/** A bug that people make in gradients, as a change of the reference's kernels. */
export interface Bug {
  readonly name: string;
  /** Rows of the operator table that should notice it, each by itself. */
  readonly ops: readonly string[];
  /** "always": a kernel that only gradients use. "backward": applied only while gradients are computed, where the kernel
   *  serves the forward pass too. */
  readonly phase: "always" | "backward";
  change(kernels: Kernels<Floats>): Partial<Kernels<Floats>>;
}

export function always(name: string, ops: readonly string[], change: Bug["change"]): Bug {
  return { name, ops, phase: "always", change };
}

export function backward(name: string, ops: readonly string[], change: Bug["change"]): Bug {
  return { name, ops, phase: "backward", change };
}
