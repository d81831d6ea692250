import { bytes } from "../common/bytes.wasm";
import { tileColumns, tileRows } from "./tile.wasm";

/** Products C = A · B of A [rows, steps] by B [steps, columns], and how they are cut. Every C is cut into blocks of
 *  mBlock × nBlock elements, and a unit is one of these, over all steps. Units are counted like the elements of an array
 *  [product][rows / mBlock][columns / nBlock], rounded up. */
@unmanaged
export class BlockRecord {
  rows: i32;
  columns: i32;
  steps: i32;
  tile: i32;
  /** Steps between two visits of C. */
  kBlock: i32;
  mBlock: i32;
  nBlock: i32;
  /** Where things begin within the scratch, in bytes: the packed panels of B, and the block of C. */
  packedAt: i32;
  cAt: i32;

  @inline
  get mr(): i32 {
    return tileRows(this.tile);
  }

  @inline
  get nr(): i32 {
    return tileColumns(this.tile);
  }

  /** Panels of A. */
  @inline
  get panels(): i32 {
    return (this.rows + this.mr - 1) / this.mr;
  }

  /** Bytes of a panel of A. */
  @inline
  get panelBytes(): usize {
    return bytes(this.steps * this.mr);
  }

  @inline
  get mBlocks(): i32 {
    return (this.rows + this.mBlock - 1) / this.mBlock;
  }

  @inline
  get nBlocks(): i32 {
    return (this.columns + this.nBlock - 1) / this.nBlock;
  }

  /** Which product the unit belongs to. */
  @inline
  product(unit: i32): i32 {
    return unit / (this.mBlocks * this.nBlocks);
  }

  /** Where the unit's block begins in C. */
  @inline
  firstRow(unit: i32): i32 {
    return ((unit / this.nBlocks) % this.mBlocks) * this.mBlock;
  }

  @inline
  firstColumn(unit: i32): i32 {
    return (unit % this.nBlocks) * this.nBlock;
  }

  /** How much of a block lies within C. */
  @inline
  rowCount(unit: i32): i32 {
    return min(this.mBlock, this.rows - this.firstRow(unit));
  }

  @inline
  columnCount(unit: i32): i32 {
    return min(this.nBlock, this.columns - this.firstColumn(unit));
  }

  /** Tiles of a block, from its top to its bottom and from left to right. */
  @inline
  mTiles(unit: i32): i32 {
    return (this.rowCount(unit) + this.mr - 1) / this.mr;
  }

  @inline
  nTiles(unit: i32): i32 {
    return (this.columnCount(unit) + this.nr - 1) / this.nr;
  }
}
