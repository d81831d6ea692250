import type { Shape } from "../core/shape.ts";

/** What every element-by-element operator of one input infers: the output has the input's shape. */
export function inferSameShape({ x }: { readonly x: Shape }): { shape: Shape } {
  return { shape: x };
}
