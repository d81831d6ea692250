import { gather } from "../layout/layout.wasm";
import { bytes } from "../common/bytes.wasm";
import { storeTransposed } from "../common/simd.wasm";
import { Walk, walkAfter, walkRows } from "../common/walk.wasm";

/** out[r, j] = x[r + j·stride] for each plane of rows r and columns j: `strided` where the last dimension (the columns)
 *  has a stride above 1 and another one (the rows) has stride 1. Blocks of both are read along the rows and written
 *  along the columns. A unit is a row. */
export function transpose(out: usize, x: usize, g: TransposeRecord, begin: i32, end: i32): void {
  walkRows(g, 0, out, x, g.rows, begin, end);
}

@unmanaged
class TransposeRecord {
  columns: i32;
  /** Between columns of x. */
  stride: i32;

  /** Over the rows, with the strides of out as a and those of x as b. */
  get rows(): Walk {
    return walkAfter(this, 0);
  }

  /** Bands of 16 rows: a cache line of x at each column. */
  @inline
  row(_dense: usize, out: usize, x: usize, outRow: i32, _xRow: i32, n: i32): void {
    for (let r = 0; r < n; r += 16) this.band(out + bytes(r * outRow), x + bytes(r), outRow, min(16, n - r));
  }

  band(out: usize, x: usize, outRow: i32, rows: i32): void {
    const blockRows = rows & ~3;
    const blockColumns = this.columns & ~3;
    for (let j = 0; j < blockColumns; j += 4) {
      const x0 = x + bytes(j * this.stride);
      const x1 = x0 + bytes(this.stride);
      const x2 = x1 + bytes(this.stride);
      const x3 = x2 + bytes(this.stride);
      for (let r = 0; r < blockRows; r += 4) {
        const at = bytes(r);
        const to = out + bytes(r * outRow + j);
        storeTransposed(to, outRow, v128.load(x0 + at), v128.load(x1 + at), v128.load(x2 + at), v128.load(x3 + at));
      }
    }
    for (let r = 0; r < rows; r++) {
      const done = r < blockRows ? blockColumns : 0;
      gather(out + bytes(r * outRow + done), x + bytes(done * this.stride + r), this.stride, this.columns - done);
    }
  }
}
