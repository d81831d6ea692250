import { referenceKernels } from "../../../kernels/reference.ts";
import { GradientError } from "../../core/errors.ts";
import type { Floats } from "../../devices/device.ts";
import type { KernelName, Kernels } from "../../devices/kernels.ts";

/** The definitions, which bounds are computed by. */
export const reference = referenceKernels;

type Rest<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never;
type Args<K extends KernelName> = Rest<Parameters<Kernels<Floats>[K]>>;
type Each<T extends readonly unknown[]> = { readonly [I in keyof T]: Tangent };
export type Tangent = Float64Array | null;
/** One for each argument; null: it does not move. */
type Tangents<K extends KernelName> = Each<Args<K>>;

export type Values = Float64Array;
export type ElementBound = (i: number) => number;

/** How far element i may be from the reference's, which comes first; or "bits" where there is nothing to round. */
type Bound<K extends KernelName> = "bits" | ((...call: Parameters<Kernels<Values>[K]>) => ElementBound);

/** What a kernel with kinks or jumps decided, as numbers: two points with the same decisions lie on the same smooth piece. */
export type Decisions<K extends KernelName> = (
  decide: (decision: number) => void,
  ...call: Parameters<Kernels<Floats>[K]>
) => void;

/** What is known of a kernel for checking. */
interface KernelInfo<K extends KernelName> {
  /** The tangent of its output: Σ over its inputs of ∂out/∂input · tangent. */
  readonly tangent: (out: Floats, args: Args<K>, tangents: Tangents<K>) => Tangent;
  /** How far the cpu device may be off, by the kernel's formula: so many roundings, one after the other, of terms so large;
   *  the last one is left out, as values are compared after both are rounded to float32, so that 0 is the right value rounded
   *  once; "bits": the sign of a zero is right too. */
  readonly cpu: Bound<K>;
  /** How far a gpu may be off, by what WGSL states; denormal numbers may be taken for zeros, and zeros have either sign. */
  readonly gpu: Bound<K>;
  /** Left out: it is smooth. */
  readonly decisions?: Decisions<K> | undefined;
}

export type KernelInfos<K extends KernelName = KernelName> = { readonly [N in K]: KernelInfo<N> };

/** The rule of a kernel that is piecewise constant, or a source. */
export const constant = () => null;

/** The rule of a kernel that no operator calls. */
export function refuse(kernel: KernelName) {
  return (_: Floats, __: readonly unknown[], tangents: readonly Tangent[]): null => {
    if (tangents.every((tangent) => tangent === null)) return null;
    throw new GradientError(`${kernel}: it has no derivative: no operator may call it`);
  };
}

/** The decisions of a kernel that is constant between jumps. */
export function byValue(decide: (decision: number) => void, out: Floats): void {
  out.forEach(decide);
}

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

/** As long as `like`. */
export function zeros({ length }: { readonly length: number }): Float64Array {
  return new Float64Array(length);
}
