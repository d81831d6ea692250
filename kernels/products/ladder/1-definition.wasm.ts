import { bytes } from "../../common/bytes.wasm";
import { LadderRecord } from "./ladderRecord.wasm";

/** The formula, loop by loop:
 *
 *    out[k, i, j] = Σ_{c,u,v} w[k, c, u, v] · x[c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  with out [rows, oh, ow], w [rows, channels, kh, kw], x [channels, h, w] and zeros around x. Every multiply-add waits
 *  for the one before, and for two bounds to be compared. */
export function definition(out: usize, x: usize, w: usize, _scratch: usize, g: LadderRecord): void {
  for (let k = 0; k < g.rows; k++) {
    for (let i = 0; i < g.oh; i++) {
      for (let j = 0; j < g.ow; j++) {
        let sum: f32 = 0;
        for (let c = 0; c < g.channels; c++) {
          for (let u = 0; u < g.kh; u++) {
            const a = i * g.sh + u * g.dh - g.top;
            if (a < 0 || a >= g.h) continue;
            const taps = w + bytes(((k * g.channels + c) * g.kh + u) * g.kw);
            const row = x + bytes((c * g.h + a) * g.w);
            for (let v = 0; v < g.kw; v++) {
              const b = j * g.sw + v * g.dw - g.left;
              if (b >= 0 && b < g.w) sum += load<f32>(taps + bytes(v)) * load<f32>(row + bytes(b));
            }
          }
        }
        store<f32>(out + bytes((k * g.oh + i) * g.ow + j), sum);
      }
    }
  }
}
