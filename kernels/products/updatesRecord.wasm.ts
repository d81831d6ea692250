import { bytes } from "../common/bytes.wasm";
import { Walk, walkAfter } from "../common/walk.wasm";

/** Products as updates: out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], where rows of b, read as they lie, are
 *  added to rows of out, four steps at a time. */
@unmanaged
export class UpdatesRecord {
  rows: i32;
  columns: i32;
  steps: i32;
  transposeA: i32;
  /** Rows and steps of a unit, and columns that it does at a time. */
  mBlock: i32;
  kBlock: i32;
  nBlock: i32;

  get batch(): Walk {
    return walkAfter(this, 0);
  }

  @inline
  get parts(): i32 {
    return (this.steps + this.kBlock - 1) / this.kBlock;
  }

  @inline
  get mBlocks(): i32 {
    return (this.rows + this.mBlock - 1) / this.mBlock;
  }

  @inline
  get rowStride(): usize {
    return bytes(this.transposeA ? 1 : this.steps);
  }

  @inline
  get stepStride(): usize {
    return bytes(this.transposeA ? this.rows : 1);
  }
}
