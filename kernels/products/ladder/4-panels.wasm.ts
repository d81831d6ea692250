import { bytes } from "../../common/bytes.wasm";
import { madd, storeLanes } from "../../common/simd.wasm";
import { packPanel } from "../pack.wasm";
import { im2col } from "./2-matrix.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The idea: store B in the order in which it is read. A panel is nr columns, step by step, [steps][nr]: the next step
 *  is the next line of memory, and a panel stays in the nearest cache while all rows of w pass by. By itself that gains
 *  little, as every multiply-add still waits for the one before; the next rung needs it.
 *
 *    panel[step][lane] = B[step, column + lane]        out[row, column + lane] = Σ_step w[row, step] · panel[step][lane]
 *
 *  with out [rows, columns], w [rows, steps], B [steps, columns]. */
export function panels(out: usize, x: usize, w: usize, scratch: usize, g: LadderRecord): void {
  packMatrix(scratch, x, g);
  const nr = g.nr;
  let panel = scratch + g.packedAt;
  for (let column = 0; column < g.columns; column += nr) {
    for (let row = 0; row < g.rows; row++) {
      const a = w + bytes(row * g.steps);
      const to = out + bytes(row * g.columns);
      for (let lane = 0; lane < nr && column + lane < g.columns; lane += 4) {
        let sum = f32x4.splat(0);
        let from = panel + bytes(lane);
        for (let step = 0; step < g.steps; step++) {
          sum = madd(v128.load32_splat(a + bytes(step)), v128.load(from), sum);
          from += bytes(nr);
        }
        storeLanes(to + bytes(column + lane), sum, g.columns - column - lane);
      }
    }
    panel += bytes(g.steps * nr);
  }
}

/** All of B, in panels. */
export function packMatrix(scratch: usize, x: usize, g: LadderRecord): void {
  const nr = g.nr;
  const b = scratch + g.matrixAt;
  let panel = scratch + g.packedAt;
  im2col(b, x, g);
  for (let column = 0; column < g.columns; column += nr) {
    packPanel(panel, b + bytes(column), nr, min(nr, g.columns - column), 4, bytes(g.columns), g.steps);
    panel += bytes(g.steps * nr);
  }
}
