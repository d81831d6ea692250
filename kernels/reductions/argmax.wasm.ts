import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { storeLanes } from "../common/simd.wasm";
import { AxisRecord } from "./axisRecord.wasm";

/** out[line] = the first j whose x[j] is the largest of the line, or NaN. A unit is four neighboring lines, or the last
 *  ones. */
export function argmax(out: usize, x: usize, g: AxisRecord, begin: i32, end: i32): void {
  const blocks = (g.inner + 3) >> 2;
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % blocks) << 2;
    const outer = unit / blocks;
    const lanes = g.inner - first;
    let at = x + bytes(outer * g.n * g.inner + first);
    let largest = loadLanes(at, lanes, f32x4.splat(0));
    let best = f32x4.splat(0);
    for (let j = 1; j < g.n; j++) {
      at += bytes(g.inner);
      const value = loadLanes(at, lanes, f32x4.splat(0));
      // NaN wins over a number, and the first of either kind over its equals.
      const isFirstNaN = v128.andnot(f32x4.ne(value, value), f32x4.ne(largest, largest));
      const wins = v128.or(f32x4.gt(value, largest), isFirstNaN);
      largest = v128.bitselect(value, largest, wins);
      best = v128.bitselect(f32x4.splat(<f32>j), best, wins);
    }
    storeLanes(out + bytes(outer * g.inner + first), best, lanes);
  }
}
