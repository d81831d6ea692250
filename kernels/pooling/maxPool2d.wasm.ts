import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { AnyStride, fillRow, larger, Pool2dRecord, Stride1, Stride2 } from "./pool2d.wasm";
import { storeLanes } from "../common/simd.wasm";

/** out[p, i, j] = max_{u,v} x[p, i·sh + u − top, j·sw + v − left]; x [n·c, h, w], out [n·c, oh, ow]. The maximum of a
 *  window is that of its columns' maxima, which `row` holds for all columns of an output row. There the padding is
 *  −Infinity, so that no window needs clipping. A unit is an output row. NaN wins. */
export function maxPool2d(out: usize, x: usize, scratch: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  if (g.sw == 1) pool(changetype<Stride1>(0), out, x, scratch, g, begin, end);
  else if (g.sw == 2) pool(changetype<Stride2>(0), out, x, scratch, g, begin, end);
  else pool(changetype<AnyStride>(0), out, x, scratch, g, begin, end);
}

function pool<S>(taps: S, out: usize, x: usize, row: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  const windows = g.ow;
  const width = g.kw;
  const stride = g.sw;
  fillRow(row, g.padded, -Infinity);
  for (let unit = begin; unit < end; unit++) {
    columnMaxima(row + bytes(g.left), x + bytes((unit / g.oh) * g.h * g.w), unit % g.oh, g);
    const to = out + bytes(unit * windows);
    for (let j = 0; j < windows; j += 4) {
      let at = row + bytes(j * stride);
      let largest = taps.load(at, stride);
      for (let v = 1; v < width; v++) {
        at += 4;
        largest = larger(largest, taps.load(at, stride));
      }
      storeLanes(to + bytes(j), largest, windows - j);
    }
  }
}

/** Over the rows of a plane that the windows of output row i cover. */
function columnMaxima(to: usize, plane: usize, i: i32, g: Pool2dRecord): void {
  const columns = g.w;
  const first = g.firstRow(i);
  const rows = g.endRow(i) - first;
  const from = plane + bytes(first * columns);
  let b = 0;
  for (; b + 8 <= columns; b += 8) {
    let at = from + bytes(b);
    let low = v128.load(at);
    let high = v128.load(at, 16);
    for (let a = 1; a < rows; a++) {
      at += bytes(columns);
      low = larger(low, v128.load(at));
      high = larger(high, v128.load(at, 16));
    }
    v128.store(to + bytes(b), low);
    v128.store(to + bytes(b), high, 16);
  }
  const padding = f32x4.splat(-Infinity);
  for (; b < columns; b += 4) {
    let largest = padding;
    for (let a = 0, at = from + bytes(b); a < rows; a++, at += bytes(columns)) {
      largest = larger(largest, loadLanes(at, columns - b, padding));
    }
    v128.store(to + bytes(b), largest);
  }
}
