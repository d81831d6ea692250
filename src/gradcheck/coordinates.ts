/** The index of a flat position in a row-major array. */
export function coordinates(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const dim of shape.toReversed()) {
    index.unshift(flat % dim);
    flat = Math.floor(flat / dim);
  }
  return index;
}
