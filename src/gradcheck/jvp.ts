import { handleOf, type Tensor } from "../core/tensor.ts";
import type { Floats } from "../devices/device.ts";
import type { ReferenceDevice } from "../devices/reference.ts";
import { tangentOf } from "./tangentOf.ts";

/** Runs `work` and carries tangents along with the values (forward mode, dual numbers): exact to rounding, and blind to
 *  backward passes.
 *  @param seeds the tangents of tensors that are there already.
 *  @returns what `work` returns, and a function that gives the tangent of any tensor that it made: zeros where none arrives. */
export function jvp<T>(
  device: ReferenceDevice,
  seeds: Iterable<readonly [Tensor, Float64Array]>,
  work: () => T,
): { result: T; tangent(of: Tensor): Float64Array } {
  const tangents = new Map<Floats, Float64Array>();
  for (const [tensor, tangent] of seeds) tangents.set(device.peek(handleOf(tensor)), tangent);
  const result = device.observe((kernel, out, args) => {
    const known = args.map((arg) => (ArrayBuffer.isView(arg) && tangents.get(arg as Floats)) || null);
    const tangent = tangentOf(kernel, out, args, known);
    // A kernel may have written over a buffer that had one.
    if (tangent === null) tangents.delete(out);
    else tangents.set(out, tangent);
  }, work);
  return { result, tangent: (of) => tangents.get(device.peek(handleOf(of))) ?? new Float64Array(of.size) };
}
