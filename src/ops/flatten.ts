import { normalizeAxis } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { reshape } from "./reshape.ts";

/** Joins every dimension from `startAxis` (default 1) on into one: [n, c, h, w] to [n, c·h·w]. */
export function flatten(x: Tensor, options: { startAxis?: number } = {}): Tensor {
  const axis = normalizeAxis("flatten", options.startAxis ?? 1, x.rank);
  return reshape(x, [...x.shape.slice(0, axis), -1]);
}
