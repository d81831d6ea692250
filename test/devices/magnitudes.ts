import { referenceKernels as reference } from "../../kernels/reference.ts";
import type { KernelName } from "../../src/devices/kernels.ts";
import type { Values } from "../../src/gradcheck/op-info/kernelInfo.ts";

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
