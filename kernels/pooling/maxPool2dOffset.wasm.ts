import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { AnyStride, fillRow, larger, Pool2dRecord, Stride1, Stride2 } from "./pool2d.wasm";
import { storeLanes } from "../common/simd.wasm";

/** out[p, i, j] = u·kw + v, where the winner of window (i, j) lies within it: the first NaN, else the first of the
 *  largest; x [n·c, h, w], out [n·c, oh, ow]. Of the columns whose maximum is the window's, it is the least u·kw + v,
 *  with u the column's first winner: both are kept in `row` for all columns of an output row, in two padded rows. A
 *  unit is an output row. */
export function maxPool2dOffset(out: usize, x: usize, scratch: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  if (g.sw == 1) pool(changetype<Stride1>(0), out, x, scratch, g, begin, end);
  else if (g.sw == 2) pool(changetype<Stride2>(0), out, x, scratch, g, begin, end);
  else pool(changetype<AnyStride>(0), out, x, scratch, g, begin, end);
}

function pool<S>(taps: S, out: usize, x: usize, row: usize, g: Pool2dRecord, begin: i32, end: i32): void {
  const windows = g.ow;
  const width = g.kw;
  const stride = g.sw;
  const winners = bytes(g.padded);
  fillRow(row, g.padded, -Infinity);
  fillRow(row + winners, g.padded, Infinity);
  for (let unit = begin; unit < end; unit++) {
    columnWinners(row + bytes(g.left), x + bytes((unit / g.oh) * g.h * g.w), unit % g.oh, g);
    const to = out + bytes(unit * windows);
    for (let j = 0; j < windows; j += 4) {
      const at = row + bytes(j * stride);
      let largest = taps.load(at, stride);
      for (let v = 1; v < width; v++) largest = larger(largest, taps.load(at + bytes(v), stride));
      let offset = f32x4.splat(Infinity);
      let tap = f32x4.splat(0);
      for (let v = 0; v < width; v++) {
        const value = taps.load(at + bytes(v), stride);
        const here = f32x4.add(taps.load(at + winners + bytes(v), stride), tap);
        offset = v128.bitselect(f32x4.pmin(offset, here), offset, wins(value, largest));
        tap = f32x4.add(tap, f32x4.splat(1));
      }
      storeLanes(to + bytes(j), offset, windows - j);
    }
  }
}

/** The columns' maxima over the rows that the windows of output row i cover, and in the second row their u·kw. Rows are
 *  taken from the last to the first, so that of equals the first stays. */
function columnWinners(to: usize, plane: usize, i: i32, g: Pool2dRecord): void {
  const columns = g.w;
  const first = g.firstRow(i);
  const last = g.endRow(i) - 1;
  const offset = f32x4.splat(<f32>((last - i * g.sh + g.top) * g.kw));
  const step = f32x4.splat(<f32>g.kw);
  const winners = bytes(g.padded);
  let b = 0;
  for (; b + 8 <= columns; b += 8) {
    let at = plane + bytes(last * columns + b);
    let low = v128.load(at);
    let high = v128.load(at, 16);
    let winnerLow = offset;
    let winnerHigh = offset;
    let here = offset;
    for (let a = first; a < last; a++) {
      at -= bytes(columns);
      here = f32x4.sub(here, step);
      const valueLow = v128.load(at);
      const valueHigh = v128.load(at, 16);
      const winsLow = wins(valueLow, low);
      const winsHigh = wins(valueHigh, high);
      low = v128.bitselect(valueLow, low, winsLow);
      high = v128.bitselect(valueHigh, high, winsHigh);
      winnerLow = v128.bitselect(here, winnerLow, winsLow);
      winnerHigh = v128.bitselect(here, winnerHigh, winsHigh);
    }
    v128.store(to + bytes(b), low);
    v128.store(to + bytes(b), high, 16);
    v128.store(to + winners + bytes(b), winnerLow);
    v128.store(to + winners + bytes(b), winnerHigh, 16);
  }
  const padding = f32x4.splat(-Infinity);
  for (; b < columns; b += 4) {
    let at = plane + bytes(last * columns + b);
    let largest = loadLanes(at, columns - b, padding);
    let winner = offset;
    let here = offset;
    for (let a = first; a < last; a++) {
      at -= bytes(columns);
      here = f32x4.sub(here, step);
      const value = loadLanes(at, columns - b, padding);
      const isBetter = wins(value, largest);
      largest = v128.bitselect(value, largest, isBetter);
      winner = v128.bitselect(here, winner, isBetter);
    }
    v128.store(to + bytes(b), largest);
    storeLanes(to + winners + bytes(b), winner, columns - b);
  }
}

/** Where an earlier value takes the place of the largest of the later ones: NaN always, any number but from NaN.
 *  @inline */
function wins(value: v128, largest: v128): v128 {
  return v128.or(f32x4.ge(value, largest), f32x4.ne(value, value));
}
