import { bytes } from "../../common/bytes.wasm";
import { storeBlock } from "../block.wasm";
import { multiply } from "../tile.wasm";
import { packRows } from "./5-tiles.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The idea: cut the product so that what is used again lies in a cache. C is cut into blocks, and each of these gathers
 *  its panels of B from the image itself, kBlock steps at a time: B as a whole never exists.
 *
 *    C[block] = Σ over runs of kBlock steps of w[rows of the block, run] · B[run, columns of the block]
 *
 *  with C [rows, columns], w [rows, steps], B [steps, columns]. The blocks are those of blockRecord.wasm.ts. */
export function blocks(out: usize, x: usize, w: usize, scratch: usize, g: LadderRecord): void {
  const nr = g.nr;
  const panels = scratch + g.packedAt;
  const c = scratch + g.cAt;
  packRows(scratch + g.panelsAt, w, g);
  for (let unit = 0; unit < g.mBlocks * g.nBlocks; unit++) {
    const row = g.firstRow(unit);
    const column = g.firstColumn(unit);
    const a = scratch + g.panelsAt + (row / g.mr) * g.panelBytes;
    memory.fill(c, 0, bytes(g.mTiles(unit) * g.mr * g.nTiles(unit) * nr));
    for (let step = 0; step < g.steps; step += g.kBlock) {
      const kc = min(g.kBlock, g.steps - step);
      for (let j = 0; j < g.nTiles(unit); j++) gather(panels + bytes(j * kc * nr), x, step, kc, column + j * nr, g);
      multiply(g.tile, kc, a + bytes(step * g.mr), g.panelBytes, g.mTiles(unit), panels, g.nTiles(unit), c);
    }
    storeBlock(out + bytes(row * g.columns + column), bytes(g.columns), 0, 0, scratch, unit, g);
  }
}

/** A panel [kc][nr] of B, from step (c, u, v) and window (i, j) on; 0 where there is no window. */
function gather(to: usize, x: usize, firstStep: i32, kc: i32, firstColumn: i32, g: LadderRecord): void {
  const last = min(firstColumn + g.nr, g.columns);
  if (last < firstColumn + g.nr) memory.fill(to, 0, bytes(kc * g.nr));
  for (let step = firstStep; step < firstStep + kc; step++) {
    const plane = x + bytes((step / (g.kh * g.kw)) * g.h * g.w);
    const left = (step % g.kw) * g.dw - g.left;
    let a = (firstColumn / g.ow) * g.sh + ((step / g.kw) % g.kh) * g.dh - g.top;
    let j = firstColumn % g.ow;
    for (let window = firstColumn; window < last; window++) {
      const b = j * g.sw + left;
      const isInside = a >= 0 && a < g.h && b >= 0 && b < g.w;
      store<f32>(to + bytes(window - firstColumn), isInside ? load<f32>(plane + bytes(a * g.w + b)) : 0);
      if (++j == g.ow) {
        j = 0;
        a += g.sh;
      }
    }
    to += bytes(g.nr);
  }
}
