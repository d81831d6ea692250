import { bytes } from "../../common/bytes.wasm";
import { madd, storeLanes } from "../../common/simd.wasm";
import { im2col } from "./2-matrix.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The idea: four neighboring columns at once. A vector of B holds one step of four windows, and the number of w that
 *  they share is spread to all four lanes.
 *
 *    out[row, column + (0 … 3)] = Σ_step w[row, step] · B[step, column + (0 … 3)]
 *
 *  with out [rows, columns], w [rows, steps], B [steps, columns]. Beyond the last column a vector holds the next row's
 *  first elements; those lanes are not stored. */
export function vectors(out: usize, x: usize, w: usize, scratch: usize, g: LadderRecord): void {
  const b = scratch + g.matrixAt;
  im2col(b, x, g);
  const bStep = bytes(g.columns);
  for (let row = 0; row < g.rows; row++) {
    const a = w + bytes(row * g.steps);
    for (let column = 0; column < g.columns; column += 4) {
      let sum = f32x4.splat(0);
      let from = b + bytes(column);
      for (let step = 0; step < g.steps; step++) {
        sum = madd(v128.load32_splat(a + bytes(step)), v128.load(from), sum);
        from += bStep;
      }
      storeLanes(out + bytes(row * g.columns + column), sum, g.columns - column);
    }
  }
}
