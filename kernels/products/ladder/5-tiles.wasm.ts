import { bytes } from "../../common/bytes.wasm";
import { storeBlock } from "../block.wasm";
import { packPanel } from "../pack.wasm";
import { multiply } from "../tile.wasm";
import { packMatrix } from "./4-panels.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The idea: a register tile. mr rows by nr columns of C stay in registers while all steps pass by: each vector of B is
 *  used for mr rows and each number of w for nr columns, for one load, and no sum of a tile waits for another. For that w
 *  is packed too, [steps][mr].
 *
 *    C[row + i, column + j] += w[row + i, step] · B[step, column + j]        i < mr, j < nr, step by step
 *
 *  with C [rows, columns], w [rows, steps], B [steps, columns]. The tiles are those of tile.wasm.ts. */
export function tiles(out: usize, x: usize, w: usize, scratch: usize, g: LadderRecord): void {
  const nTiles = (g.columns + g.nr - 1) / g.nr;
  const a = scratch + g.panelsAt;
  const c = scratch + g.cAt;
  packMatrix(scratch, x, g);
  packRows(a, w, g);
  memory.fill(c, 0, bytes(g.panels * g.mr * nTiles * g.nr));
  multiply(g.tile, g.steps, a, g.panelBytes, g.panels, scratch + g.packedAt, nTiles, c);
  storeBlock(out, bytes(g.columns), 0, 0, scratch, 0, g);
}

/** All of w, in panels. */
export function packRows(to: usize, w: usize, g: LadderRecord): void {
  const mr = g.mr;
  for (let panel = 0; panel < g.panels; panel++) {
    const from = w + bytes(panel * mr * g.steps);
    packPanel(to + panel * g.panelBytes, from, mr, min(mr, g.rows - panel * mr), bytes(g.steps), 4, g.steps);
  }
}
