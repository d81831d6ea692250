import type { Floats } from "../devices/device.ts";
import type { KernelName } from "../devices/kernels.ts";
import type { Tangent } from "./op-info/kernelInfo.ts";
import { kernelInfos } from "./op-info/kernels.ts";

/** The tangent of a kernel's output, given those of its arguments (null: it does not move): forward-mode differentiation,
 *  with rules of its own for every kernel. null where the output does not move. */
export function tangentOf(
  kernel: KernelName,
  out: Floats,
  args: readonly unknown[],
  tangents: readonly Tangent[],
): Tangent {
  const rule = kernelInfos[kernel].tangent as (
    out: Floats,
    args: readonly unknown[],
    tangents: readonly Tangent[],
  ) => Tangent;
  return rule(out, args, tangents);
}
