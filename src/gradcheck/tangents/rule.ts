import { referenceKernels } from "../../../kernels/reference.ts";
import type { Floats } from "../../devices/device.ts";
import type { KernelName, Kernels } from "../../devices/kernels.ts";

type Rest<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never;
type Args<K extends KernelName> = Rest<Parameters<Kernels<Floats>[K]>>;
type Each<T extends readonly unknown[]> = { readonly [I in keyof T]: Tangent };
export type Tangent = Float64Array | null;
/** One for each argument; null: it does not move. */
type Tangents<K extends KernelName> = Each<Args<K>>;

/** The tangent of a kernel's output: Σ over its inputs of ∂out/∂input · tangent. */
type Rule<K extends KernelName> = (out: Floats, args: Args<K>, tangents: Tangents<K>) => Tangent;
export type Rules<K extends KernelName = KernelName> = { readonly [N in K]: Rule<N> };

/** The rule of a kernel that is piecewise constant, or a source. */
export const constant = () => null;

/** What a kernel makes of other arguments. */
export function apply<K extends KernelName>(kernel: K, size: number, ...args: Args<K>): Float64Array {
  const out = new Float64Array(size);
  const run = referenceKernels[kernel] as (out: Floats, ...args: readonly unknown[]) => void;
  run(out, ...args);
  return out;
}

/** The sum of those that there are. */
export function total(...terms: readonly (Tangent | undefined)[]): Tangent {
  const present = terms.filter((term) => term != null);
  return present.length === 0 ? null : present.reduce((a, b) => a.map((value, i) => value + b[i]));
}

/** Element i of a tangent that may be missing. */
export function at(tangent: Tangent, i: number): number {
  return tangent === null ? 0 : tangent[i];
}

/** null if no input moves, else the tangent whose elements `element` gives. */
export function moving(tangents: readonly Tangent[], size: number, element: (i: number) => number): Tangent {
  if (tangents.every((tangent) => tangent === null)) return null;
  return Float64Array.from({ length: size }, (_, i) => element(i));
}
