import { bytes } from "../common/bytes.wasm";
import { packWindows } from "./im2col.wasm";
import { stage } from "./stage.wasm";
import { StagedRecord } from "./stagedRecord.wasm";
import { multiply } from "./tile.wasm";

/** The block of C of a unit: panels of A by the windows of an image, which is staged first.
 *
 *    C[row, window] = Σ_step A[row, step] · staged[offset of the step + place of the window]
 *
 *  The scratch begins with the offsets; see `packWindows`.
 *  @param a the panels of the unit's product.
 *  @param x the first of `planes` planes of its image. */
export function multiplyWindows(scratch: usize, a: usize, x: usize, planes: i32, unit: i32, g: StagedRecord): void {
  const mr = g.mr;
  const panelBytes = g.panelBytes;
  const first = g.firstColumn(unit);
  const count = g.columnCount(unit);
  const mTiles = g.mTiles(unit);
  const nTiles = g.nTiles(unit);
  const panels = a + (g.firstRow(unit) / mr) * panelBytes;
  const staged = scratch + g.stagedAt;
  const packed = scratch + g.packedAt;
  const c = scratch + g.cAt;
  stage(staged, x, planes, first / g.windowColumns, g);
  memory.fill(c, 0, bytes(mTiles * mr * nTiles * g.nr));
  for (let k = 0; k < g.steps; k += g.kBlock) {
    const kc = min(g.kBlock, g.steps - k);
    packWindows(packed, staged, scratch + bytes(k), kc, first % g.windowColumns, count, g);
    multiply(g.tile, kc, panels + bytes(k * mr), panelBytes, mTiles, packed, nTiles, c);
  }
}
