import { bytes } from "../../common/bytes.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The idea: write the windows down as the columns of a matrix B (im2col), and the rest is a product of matrices.
 *
 *    out[row, column] = Σ_step w[row, step] · B[step, column]
 *
 *  with out [rows, columns], w [rows, steps], B [steps, columns]. Nothing is compared any more, and each element of x is
 *  copied once for each tap. But a sum walks down a column of B: from step to step it jumps by a whole row. */
export function matrix(out: usize, x: usize, w: usize, scratch: usize, g: LadderRecord): void {
  const b = scratch + g.matrixAt;
  im2col(b, x, g);
  for (let row = 0; row < g.rows; row++) {
    for (let column = 0; column < g.columns; column++) {
      let sum: f32 = 0;
      for (let step = 0; step < g.steps; step++) {
        sum += load<f32>(w + bytes(row * g.steps + step)) * load<f32>(b + bytes(step * g.columns + column));
      }
      store<f32>(out + bytes(row * g.columns + column), sum);
    }
  }
}

/** B[(c, u, v), (i, j)] = x[c, i·sh + u·dh − top, j·sw + v·dw − left], 0 outside. */
export function im2col(b: usize, x: usize, g: LadderRecord): void {
  for (let c = 0; c < g.channels; c++) {
    for (let u = 0; u < g.kh; u++) {
      for (let v = 0; v < g.kw; v++) {
        for (let i = 0; i < g.oh; i++) {
          const row = i * g.sh + u * g.dh - g.top;
          for (let j = 0; j < g.ow; j++) {
            const column = j * g.sw + v * g.dw - g.left;
            const isInside = row >= 0 && row < g.h && column >= 0 && column < g.w;
            store<f32>(b, isInside ? load<f32>(x + bytes((c * g.h + row) * g.w + column)) : 0);
            b += 4;
          }
        }
      }
    }
  }
}
