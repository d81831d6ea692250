import type { Tensor } from "../../../src/core/tensor.ts";
import { type Fill, filled } from "./fill.ts";
import { made } from "./library.ts";
import type { Part } from "./sums.ts";

/** A tensor that is given: the numbers of a field in a shape. */
export function givenPart<F extends string>(
  state: Readonly<Record<F, Fill>>,
  name: string,
  field: F,
  shape: readonly number[],
): Part<F> {
  return { name, field, shape, values: filled(state[field], shape) };
}

/** A part's numbers as a tensor of the library. */
export const tensorOf = ({ values, shape }: Part, device?: Parameters<typeof made>[2]): Tensor =>
  made(Array.from(values), shape, device);
