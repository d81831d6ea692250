import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { normalizeAxis } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { reshape } from "./reshape.ts";

/** Joins every dimension from `startAxis` (default 1) on into one: [n, c, h, w] to [n, c·h·w]. */
export function flatten(x: Tensor, options: { startAxis?: number } = {}): Tensor {
  checkArgument("flatten", "x", x, tensor);
  checkOptions("flatten", options, { startAxis: number });
  const axis = normalizeAxis("flatten", options.startAxis ?? 1, x.rank);
  return reshape(x, [...x.shape.slice(0, axis), -1]);
}
