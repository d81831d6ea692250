import { storeBlock } from "./block.wasm";
import { Optional } from "../shared/optional.wasm";
import { packPanel } from "./pack.wasm";
import { multiply, tileColumns, tileRows } from "./tile.wasm";
import { Walk, walkAfter } from "../shared/walk.wasm";

/** A batch of products [m, k] · [k, n]. */
@unmanaged
export class MatmulRecord {
  m: i32;
  k: i32;
  n: i32;
  transposeA: i32;
  transposeB: i32;
  tile: i32;
  /** Steps of k between two visits of C. */
  kBlock: i32;
  mBlock: i32;
  nBlock: i32;
  /** Where C's block begins within the scratch, in bytes. */
  cAt: i32;

  /** Over the matrices of the batch, with the strides of a and b in matrices. */
  get batch(): Walk {
    return walkAfter(this, 0);
  }
}

/** Packs all of A in panels [k][mr], matrix by matrix of the batch. Unit: a panel. */
export function packMatmul(to: usize, a: usize, g: MatmulRecord, begin: i32, end: i32): void {
  const mr = tileRows(g.tile);
  const panels = (g.m + mr - 1) / mr;
  const laneStride = (g.transposeA ? 1 : g.k) << 2;
  const kStride = (g.transposeA ? g.m : 1) << 2;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) * mr;
    const matrix = a + ((g.batch.aOffset(unit / panels) * g.m * g.k) << 2);
    const lanes = min(mr, g.m - row);
    packPanel(to + ((unit * g.k * mr) << 2), matrix + row * laneStride, mr, lanes, laneStride, kStride, g.k);
  }
}

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], for each z of the batch; a [m, k] or [k, m],
 *  b [k, n] or [n, k], out [m, n]. Unit: a block of C, mBlock × nBlock, over all of k. */
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
  const mr = tileRows(g.tile);
  const nr = tileColumns(g.tile);
  const panels = (g.m + mr - 1) / mr;
  const mBlocks = (g.m + g.mBlock - 1) / g.mBlock;
  const nBlocks = (g.n + g.nBlock - 1) / g.nBlock;
  const c = scratch + g.cAt;
  const laneStride = (g.transposeB ? g.k : 1) << 2;
  const kStride = (g.transposeB ? 1 : g.n) << 2;
  const panelBytes = (g.k * mr) << 2;
  for (let unit = begin; unit < end; unit++) {
    const batch = unit / (mBlocks * nBlocks);
    const row = ((unit / nBlocks) % mBlocks) * g.mBlock;
    const column = (unit % nBlocks) * g.nBlock;
    const rows = min(g.mBlock, g.m - row);
    const columns = min(g.nBlock, g.n - column);
    const mTiles = (rows + mr - 1) / mr;
    const nTiles = (columns + nr - 1) / nr;
    const a = packed + (batch * panels + row / mr) * panelBytes;
    const matrix = b + ((g.batch.bOffset(batch) * g.k * g.n) << 2) + column * laneStride;
    memory.fill(c, 0, (mTiles * mr * nTiles * nr) << 2);
    for (let k = 0; k < g.k; k += g.kBlock) {
      const kc = min(g.kBlock, g.k - k);
      for (let j = 0; j < nTiles; j++) {
        const lanes = min(nr, columns - j * nr);
        const from = matrix + j * nr * laneStride + k * kStride;
        packPanel(scratch + ((j * kc * nr) << 2), from, nr, lanes, laneStride, kStride, kc);
      }
      multiply(g.tile, kc, a + ((k * mr) << 2), panelBytes, mTiles, scratch, nTiles, c);
    }
    const to = out + (((batch * g.m + row) * g.n + column) << 2);
    storeBlock(to, g.n << 2, c, g.tile, rows, columns, 0, bias != 0 ? bias + (column << 2) : 0);
  }
}
