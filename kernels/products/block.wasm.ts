import { bytes } from "../common/bytes.wasm";
import { storeLanes } from "../common/simd.wasm";
import { BlockRecord } from "./blockRecord.wasm";

/** A unit's block of C as the tiles leave it, [columns of tiles][tiles][mr][nr], written out as rows.
 *  @param out where the block's first row begins; the next is `outStride` bytes on.
 *  @param rowBias, columnBias added to each row, or each column; 0 for none. */
export function storeBlock(
  out: usize,
  outStride: usize,
  rowBias: usize,
  columnBias: usize,
  scratch: usize,
  unit: i32,
  g: BlockRecord,
): void {
  const nr = g.nr;
  const c = scratch + g.cAt;
  const rows = g.rowCount(unit);
  const columns = g.columnCount(unit);
  const columnStep = bytes(g.mTiles(unit) * g.mr * nr);
  for (let row = 0; row < rows; row++) {
    const shift = rowBias != 0 ? v128.load32_splat(rowBias + bytes(row)) : f32x4.splat(0);
    let from = c + bytes(row * nr);
    for (let column = 0; column < columns; column += nr) {
      const to = out + bytes(column);
      const bias = columnBias != 0 ? columnBias + bytes(column) : 0;
      if (columns - column >= nr) {
        for (let i: usize = 0; i < bytes(nr); i += 32) storePair(to + i, from + i, shift, bias != 0 ? bias + i : 0);
      } else {
        for (let i = 0; i < columns - column; i += 4) {
          const at = bytes(i);
          storeLanes(to + at, biased(v128.load(from + at), shift, bias != 0 ? bias + at : 0), columns - column - i);
        }
      }
      from += columnStep;
    }
    out += outStride;
  }
}

/** @inline */
function storePair(to: usize, from: usize, shift: v128, bias: usize): void {
  const u = biased(v128.load(from), shift, bias);
  const w = biased(v128.load(from, 16), shift, bias != 0 ? bias + 16 : 0);
  v128.store(to, u);
  v128.store(to, w, 16);
}

/** @inline */
function biased(v: v128, shift: v128, bias: usize): v128 {
  const sum = f32x4.add(v, shift);
  return bias != 0 ? f32x4.add(sum, v128.load(bias)) : sum;
}
