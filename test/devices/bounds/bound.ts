import type { KernelName } from "../../../src/devices/kernels.ts";
import type { Bound } from "../magnitudes.ts";

/** How far a kernel may be from the reference. On the cpu device by its formula: so many roundings, one after the other, of
 *  terms so large; the last one is left out, as values are compared after both are rounded to float32, so that 0 is the
 *  right value rounded once; "bits": the sign of a zero is right too. On a gpu by what WGSL states; denormal numbers may be
 *  taken for zeros, and zeros have either sign. */
export type Bounds<K extends KernelName = KernelName> = {
  readonly [N in K]: { readonly cpu: Bound<N>; readonly gpu: Bound<N> };
};
