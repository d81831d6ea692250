import { inspect } from "node:util";
import type { ElementBound } from "../../../src/gradcheck/op-info/kernelInfo.ts";
import { kernelInfos } from "../../../src/gradcheck/op-info/kernels.ts";
import { widen } from "../magnitudes.ts";
import type { RecordedCall } from "./calls.ts";

/** A GPU may take a denormal number for zero. */
const denormal = 2 ** -126;

/** What is wrong with a result, if anything is. */
export function faultOf(call: RecordedCall, got: Float32Array): string | null {
  const { kernel, args, wanted } = call;
  if (got.length !== wanted.length) return `${got.length} elements in place of ${wanted.length}`;
  const bound = kernelInfos[kernel].gpu as "bits" | ((...call: readonly unknown[]) => ElementBound);
  const errorOf = bound === "bits" ? () => 0 : bound(wanted, ...widen(args));
  for (let i = 0; i < got.length; i++) {
    // 0 · ∞ where the result is an exact zero.
    const error = Number.isFinite(wanted[i]) ? errorOf(i) || 0 : 0;
    if (!isNear(got[i], wanted[i], error + denormal)) {
      return `element ${i} is ${got[i]}; wanted ${wanted[i]} ± ${error}; called with ${describe(args)}`;
    }
  }
  return null;
}

function isNear(value: number, wanted: number, error: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(value);
  if (!Number.isFinite(wanted)) return value === wanted;
  return value >= Math.fround(wanted - error) && value <= Math.fround(wanted + error);
}

function describe(args: readonly unknown[]): string {
  const call = args.map((arg) => (arg instanceof Float32Array ? `${arg.length} elements` : arg));
  return inspect(call, { depth: null, breakLength: Number.POSITIVE_INFINITY });
}
