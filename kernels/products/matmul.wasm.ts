import { bytes } from "../common/bytes.wasm";
import { Optional } from "../common/optional.wasm";
import { Walk, walkAfter } from "../common/walk.wasm";
import { storeBlock } from "./block.wasm";
import { BlockRecord } from "./blockRecord.wasm";
import { packPanel } from "./pack.wasm";
import { multiply } from "./tile.wasm";

/** A batch of products: one of the walk for each matrix. */
@unmanaged
export class MatmulRecord extends BlockRecord {
  transposeA: i32;
  transposeB: i32;

  /** Over the matrices of the batch, with the strides of a and b in matrices. */
  get batch(): Walk {
    return walkAfter(this, 0);
  }
}

/** Packs all of A in panels [steps][mr], matrix by matrix of the batch. Unit: a panel. */
export function packMatmul(to: usize, a: usize, g: MatmulRecord, begin: i32, end: i32): void {
  const mr = g.mr;
  const laneStride = bytes(g.transposeA ? 1 : g.steps);
  const kStride = bytes(g.transposeA ? g.rows : 1);
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % g.panels) * mr;
    const matrix = a + bytes(g.batch.aOffset(unit / g.panels) * g.rows * g.steps);
    const lanes = min(mr, g.rows - row);
    packPanel(to + unit * g.panelBytes, matrix + row * laneStride, mr, lanes, laneStride, kStride, g.steps);
  }
}

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], for each z of the batch, row i, column j and step l;
 *  a [rows, steps] or [steps, rows], b [steps, columns] or [columns, steps], out [rows, columns]. Unit: a block of C,
 *  mBlock × nBlock, over all steps. */
export function matmul(
  out: usize,
  packed: usize,
  b: usize,
  bias: Optional,
  scratch: usize,
  g: MatmulRecord,
  begin: i32,
  end: i32,
): void {
  const mr = g.mr;
  const nr = g.nr;
  const laneStride = bytes(g.transposeB ? g.steps : 1);
  const kStride = bytes(g.transposeB ? 1 : g.columns);
  const to = scratch + g.packedAt;
  const c = scratch + g.cAt;
  for (let unit = begin; unit < end; unit++) {
    const batch = g.product(unit);
    const row = g.firstRow(unit);
    const column = g.firstColumn(unit);
    const columns = g.columnCount(unit);
    const mTiles = g.mTiles(unit);
    const nTiles = g.nTiles(unit);
    const a = packed + (batch * g.panels + row / mr) * g.panelBytes;
    const matrix = b + bytes(g.batch.bOffset(batch) * g.steps * g.columns) + column * laneStride;
    memory.fill(c, 0, bytes(mTiles * mr * nTiles * nr));
    for (let k = 0; k < g.steps; k += g.kBlock) {
      const kc = min(g.kBlock, g.steps - k);
      for (let j = 0; j < nTiles; j++) {
        const lanes = min(nr, columns - j * nr);
        const from = matrix + j * nr * laneStride + k * kStride;
        packPanel(to + bytes(j * kc * nr), from, nr, lanes, laneStride, kStride, kc);
      }
      multiply(g.tile, kc, a + bytes(k * mr), g.panelBytes, mTiles, to, nTiles, c);
    }
    const first = out + bytes((batch * g.rows + row) * g.columns + column);
    storeBlock(first, bytes(g.columns), 0, bias != 0 ? bias + bytes(column) : 0, scratch, unit, g);
  }
}
