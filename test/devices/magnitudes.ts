import { forEachLine } from "../../kernels/reductions/lines.ts";
import { referenceKernels as reference } from "../../kernels/reference.ts";
import type { AxisGeometry } from "../../src/core/geometry/axis.ts";
import type { BatchNormGeometry } from "../../src/core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../src/core/geometry/localResponseNorm.ts";
import type { KernelName, Kernels } from "../../src/devices/kernels.ts";

export type Values = Float64Array;
export type ElementBound = (i: number) => number;

/** How far element i may be from the reference's, which comes first; or "bits" where there is nothing to round. */
export type Bound<K extends KernelName> = "bits" | ((...call: Parameters<Kernels<Values>[K]>) => ElementBound);

/** What the reference gives in float64 for the same inputs. */
export function exactly(kernel: KernelName, size: number, args: readonly unknown[]): Values {
  const run = reference[kernel] as (out: Values, ...args: readonly unknown[]) => void;
  const values = new Float64Array(size).fill(Number.NaN);
  run(values, ...widen(args));
  return values;
}

/** The arguments with their inputs in float64. */
export function widen(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (arg instanceof Float32Array ? Float64Array.from(arg) : arg));
}

export function abs(values: Values): Values {
  return values.map(Math.abs);
}

export function negative(values: Values): Values {
  return values.map((value) => -Math.abs(value));
}

/** For each element s = x − max x, and of its line the mean of |s| weighted by e^s: how roundings of s reach Σ e^s. */
export function lines(x: Values, g: AxisGeometry): { shift: Values; spread: Values } {
  const shift = new Float64Array(x.length);
  const spread = new Float64Array(x.length);
  forEachLine(x, g, (start, peak, total) => {
    const indices = Array.from({ length: g.n }, (_, j) => start + j * g.inner);
    let sum = 0;
    for (const i of indices) {
      shift[i] = x[i] - peak;
      const share = Math.exp(shift[i]) / total;
      if (share > 0) sum += share * -shift[i];
    }
    for (const i of indices) spread[i] = sum;
  });
  return { shift, spread };
}

export function windowSize({ acrossChannels, size }: LocalResponseNormGeometry): number {
  return acrossChannels ? size : size * size;
}

/** |x − mean|, and a mean for it. */
export function centre(x: Values, mean: Values, g: BatchNormGeometry) {
  const deviations = new Float64Array(x.length);
  const [zero, one] = [new Float64Array(g.c), new Float64Array(g.c).fill(1)];
  reference.batchNorm(deviations, x, mean, one, null, null, { ...g, eps: 0 });
  return { deviations: abs(deviations), zero };
}
