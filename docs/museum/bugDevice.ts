import { referenceKernels } from "../../kernels/reference.ts";
import { isBackward } from "../../src/core/autograd.ts";
import type { DType, Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import type { Bug } from "./bug.ts";

/** A reference device on which values are right, and gradients have the bug. */
export function bugDevice(bug: Bug, { dtype = "float64" }: { dtype?: DType } = {}): ReferenceDevice {
  const changed: Kernels<Floats> = { ...referenceKernels, ...bug.change(referenceKernels) };
  const byPhase = new Proxy(changed, {
    get: (_, kernel) => Reflect.get(isBackward() ? changed : referenceKernels, kernel),
  });
  return new ReferenceDevice(dtype, bug.phase === "always" ? changed : byPhase);
}
