import type { Tensor } from "../../../src/core/tensor.ts";
import { add, mul } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { givenPart } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import type { Part } from "../core/sums.ts";
import type { Term } from "../core/terms.ts";
import { labelsOf, type Numbers, optionsOf, type State, xShapeOf } from "./state.ts";

export type SoftmaxPart = Part<Numbers>;

export const product = (...factors: Term["factors"]): Term => ({ factors });
export const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

export const inputOf = (s: State): SoftmaxPart => givenPart(s, "x", "x", xShapeOf(s));

export const partOf = (name: string, tensor: Tensor, terms?: Part["terms"]): SoftmaxPart => ({
  name,
  shape: tensor.shape,
  values: values(tensor),
  ...(terms === undefined ? {} : { terms }),
});

/** The target that a row is drawn to, times the classes' weights. Rows of 0 are ignored. */
export function targetOf(s: State): SoftmaxPart {
  const { labelSmoothing } = optionsOf(s);
  const labels = labelsOf(s);
  const hot = labels.flatMap((label) => upTo(s.classes).map((c) => (c === label ? 1 : 0)));
  const counted = labels.flatMap((label) => upTo(s.classes).map(() => (label < 0 ? 0 : 1)));
  const shape = xShapeOf(s);
  const smooth = add(mul(made(hot, shape), 1 - labelSmoothing), labelSmoothing / s.classes);
  const kept = mul(smooth, made(counted, shape));
  return partOf("t", s.weighted ? mul(kept, made(filled(s.weight, [s.classes]), [s.classes])) : kept);
}
