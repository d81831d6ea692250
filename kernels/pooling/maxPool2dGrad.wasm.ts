import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { Pool2dRecord } from "./pool2d.wasm";
import { storeLanes } from "../common/simd.wasm";

/** Where the winners of four neighboring windows, of which the first starts at `start`, stand in their plane. An
 *  offset that points outside the plane is moved to its last element, so that nothing beyond it is touched.
 *  @inline */
function winners(offset: v128, start: i32, g: Pool2dRecord): v128 {
  const u = i32x4.trunc_sat_f32x4_s(f32x4.div(offset, f32x4.splat(<f32>g.kw)));
  const windows = i32x4.add(i32x4.splat(start), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(g.sw)));
  const within = i32x4.add(i32x4.trunc_sat_f32x4_s(offset), i32x4.mul(u, i32x4.splat(g.w - g.kw)));
  return i32x4.min_u(i32x4.add(windows, within), i32x4.splat(g.h * g.w - 1));
}

/** out[p, a, b] = Σ dy[p, i, j] over the windows (i, j) that (a, b) won, added in row-major order; dy and offset
 *  [n·c, oh, ow], out [n·c, h, w]. A unit is a plane. */
export function maxPool2dGrad(out: usize, dy: usize, offset: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  for (let unit = begin; unit < end; unit++) {
    const plane = out + bytes(unit * g.h * g.w);
    memory.fill(plane, 0, bytes(g.h * g.w));
    for (let i = 0; i < g.oh; i++) {
      const row = bytes((unit * g.oh + i) * g.ow);
      for (let j = 0; j < g.ow; j += 4) {
        const left = g.ow - j;
        const start = (i * g.sh - g.top) * g.w + j * g.sw - g.left;
        const to = i32x4.shl(winners(loadLanes(offset + row + bytes(j), left, f32x4.splat(0)), start, g), 2);
        const from = dy + row + bytes(j);
        accumulate(plane + i32x4.extract_lane(to, 0), load<f32>(from));
        if (left > 1) accumulate(plane + i32x4.extract_lane(to, 1), load<f32>(from, 4));
        if (left > 2) accumulate(plane + i32x4.extract_lane(to, 2), load<f32>(from, 8));
        if (left > 3) accumulate(plane + i32x4.extract_lane(to, 3), load<f32>(from, 12));
      }
    }
  }
}

/** @inline */
function accumulate(to: usize, value: f32): void {
  store<f32>(to, load<f32>(to) + value);
}

/** out[p, i, j] = x[p, a, b] at the winner (a, b) of window (i, j); x [n·c, h, w], offset and out [n·c, oh, ow]. A unit
 *  is an output row. */
export function maxPool2dGather(out: usize, x: usize, offset: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  for (let unit = begin; unit < end; unit++) {
    const plane = x + bytes((unit / g.oh) * g.h * g.w);
    const corner = ((unit % g.oh) * g.sh - g.top) * g.w - g.left;
    for (let j = 0; j < g.ow; j += 4) {
      const at = bytes(unit * g.ow + j);
      const left = g.ow - j;
      const from = i32x4.shl(winners(loadLanes(offset + at, left, f32x4.splat(0)), corner + j * g.sw, g), 2);
      let v = v128.load32_splat(plane + i32x4.extract_lane(from, 0));
      v = v128.load32_lane(plane + i32x4.extract_lane(from, 1), v, 1);
      v = v128.load32_lane(plane + i32x4.extract_lane(from, 2), v, 2);
      v = v128.load32_lane(plane + i32x4.extract_lane(from, 3), v, 3);
      storeLanes(out + at, v, left);
    }
  }
}
