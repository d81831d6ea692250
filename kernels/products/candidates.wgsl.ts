/** What is tuned apart: convolutions read other addresses. */
export const productKinds = ["matmul", "convolution"] as const;
export type ProductKind = (typeof productKinds)[number];

/** How a product is cut up on a GPU: what a workgroup and a thread of it compute. */
export interface Tile {
  /** Outputs of a workgroup. */
  readonly rows: number;
  readonly columns: number;
  /** Outputs of a thread: multiples of four. */
  readonly threadRows: number;
  readonly threadColumns: number;
  /** Terms of each sum that are read before they are multiplied. */
  readonly depth: number;
  /** Whether a workgroup's threads read together, into shared memory; else each reads what it needs, and the cache shares. */
  readonly shared: boolean;
}

function tile(rows: number, columns: number, depth: number, threadRows: number, threadColumns: number): Tile {
  return { rows, columns, depth, threadRows, threadColumns, shared: true };
}

/** "rows×columns×depth / rows×columns of a thread". None is the best everywhere: wide ones read less and need registers and
 *  many outputs, small ones keep more workgroups busy. All stay below 256 threads and 16 KiB, which every adapter has. */
export const tiles = {
  "64x64x16/4x4": tile(64, 64, 16, 4, 4),
  "64x64x16/8x8": tile(64, 64, 16, 8, 8),
  "128x64x16/8x8": tile(128, 64, 16, 8, 8),
  "128x128x16/8x8": tile(128, 128, 16, 8, 8),
  "128x128x8/8x8": tile(128, 128, 8, 8, 8),
  "32x128x16/4x8": tile(32, 128, 16, 4, 8),
  "32x32x8/4x4": tile(32, 32, 8, 4, 4),
  "32x32/4x4": { ...tile(32, 32, 4, 4, 4), shared: false },
} as const satisfies Readonly<Record<string, Tile>>;

export type TileName = keyof typeof tiles;
export const tileNames = Object.keys(tiles) as TileName[];

/** What is taken where nothing was timed. */
export const defaultTile: TileName = "64x64x16/4x4";

export const threadsOf = ({ rows, columns, threadRows, threadColumns }: Tile) =>
  (rows / threadRows) * (columns / threadColumns);

/** The one preferred, or for a product of few rows or columns the next smaller one that they fill by more than half.
 *  @param broken those that are not to be used. */
export function fittingTile(
  preferred: TileName,
  rows: number,
  columns: number,
  broken: readonly TileName[] = [],
): TileName {
  const smaller: readonly TileName[] = ["64x64x16/4x4", "32x128x16/4x8", "32x32x8/4x4"];
  const usable = [preferred, ...smaller.filter((name) => !broken.includes(name))];
  const fits = (name: TileName) => 2 * rows > tiles[name].rows && 2 * columns > tiles[name].columns;
  return usable.find(fits) ?? usable.at(-1)!;
}
