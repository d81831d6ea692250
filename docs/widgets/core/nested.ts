import { sizeOf } from "../../../src/core/shape.ts";

import { literal } from "./numbers.ts";

/** Numbers in brackets, as both languages write them. */
export function nested(values: ArrayLike<number>, shape: readonly number[]): string {
  const [extent, ...rest] = shape;
  if (extent === undefined) return literal(values[0]);
  const size = sizeOf(rest);
  const parts = Array.from({ length: extent }, (_, i) =>
    nested(Array.from(values).slice(i * size, (i + 1) * size), rest),
  );
  return `[${parts.join(", ")}]`;
}
