import {
  defaultTile,
  fittingTile,
  type ProductKind,
  type TileName,
} from "../../../kernels/products/candidates.wgsl.ts";

/** The tile of the large products of each kind. */
export type TileNames = Readonly<Record<ProductKind, TileName>>;

/** Chooses how products are cut. */
export interface Tiling {
  /** As far as they are known. */
  readonly tiles: TileNames;
  /** Whether they were timed on this adapter. */
  readonly tuned: boolean;
  tileFor(kind: ProductKind, rows: number, columns: number): Promise<TileName>;
}

export const defaultTiles: TileNames = { matmul: defaultTile, convolution: defaultTile };

export const defaultTiling: Tiling = {
  tiles: defaultTiles,
  tuned: false,
  tileFor: async (_, rows, columns) => fittingTile(defaultTile, rows, columns),
};

/** One tile for every product, whatever its size. */
export function fixedTiling(tile: TileName): Tiling {
  return { tiles: { matmul: tile, convolution: tile }, tuned: false, tileFor: async () => tile };
}
