/** The register tiles of kernels/products/tile.wasm.ts, by their index there: rows and columns of C that stay in registers. */
export const tiles = [
  { mr: 4, nr: 8 },
  { mr: 6, nr: 8 },
  { mr: 6, nr: 16 },
] as const;

export interface Tile {
  readonly index: number;
  readonly mr: number;
  readonly nr: number;
}

export function tileAt(index: number): Tile {
  return { index, ...tiles[index] };
}
