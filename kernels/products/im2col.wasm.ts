import { bytes } from "../common/bytes.wasm";
import { StagedRecord } from "./stagedRecord.wasm";

/** im2col without the matrix: panels of `nr` windows, [kc][nr], gathered from a staged image.
 *  @param offsets for each step of the reduction, where its tap lies within the staged image, in bytes (32-bit each).
 *  @param first, count the windows, counted row by row from the staged image's first. */
export function packWindows(
  to: usize,
  staged: usize,
  offsets: usize,
  kc: i32,
  first: i32,
  count: i32,
  g: StagedRecord,
): void {
  const nr = g.nr;
  const columns = g.windowColumns;
  const stagedColumns = g.stagedColumns;
  for (let window = first; window < first + count; window += nr) {
    const lanes = min(nr, first + count - window);
    if (lanes < nr) memory.fill(to, 0, bytes(kc * nr));
    let row = window / columns;
    let column = window % columns;
    const begin = staged + bytes(row * stagedColumns + column);
    const split = columns - column;
    if (lanes == 16 && split < 16 && split + columns >= 16) {
      copySplit(to, begin, begin + bytes(stagedColumns - columns), split, offsets, kc);
      to += bytes(kc * 16);
      continue;
    }
    // Windows in one row lie side by side: a run is copied as vectors. A vector may overrun its run, not its panel: the
    // next run comes after it and writes over.
    for (let lane = 0; lane < lanes; ) {
      const run = min(lanes - lane, columns - column);
      const from = staged + bytes(row * stagedColumns + column);
      copyRun(to + bytes(lane), nr, nr - lane, from, run, offsets, kc);
      lane += run;
      column = 0;
      row++;
    }
    to += bytes(kc * nr);
  }
}

/** Copies `run` floats for each step; may write up to `room` of them. */
function copyRun(to: usize, nr: i32, room: i32, from: usize, run: i32, offsets: usize, kc: i32): void {
  let i = 0;
  if (run == 16) {
    copy16(to, nr, from, offsets, kc);
    return;
  }
  for (; i + 8 <= run; i += 8) copy8(to + bytes(i), nr, from + bytes(i), offsets, kc);
  for (; i < run && i + 4 <= room; i += 4) copy4(to + bytes(i), nr, from + bytes(i), offsets, kc);
  for (; i < run; i++) copy1(to + bytes(i), nr, from + bytes(i), offsets, kc);
}

/** Sixteen lanes, of which the first `split` come from one row and the rest from the next. `second`: where lane 0 would
 *  lie if the second row went on to the left. */
function copySplit(to: usize, first: usize, second: usize, split: i32, offsets: usize, kc: i32): void {
  const lanes = i32x4(0, 1, 2, 3);
  const m0 = i32x4.lt_s(lanes, i32x4.splat(split));
  const m1 = i32x4.lt_s(lanes, i32x4.splat(split - 4));
  const m2 = i32x4.lt_s(lanes, i32x4.splat(split - 8));
  const m3 = i32x4.lt_s(lanes, i32x4.splat(split - 12));
  for (let k = 0; k < kc; k++) {
    const tap = load<u32>(offsets);
    const a = first + tap;
    const b = second + tap;
    v128.store(to, v128.bitselect(v128.load(a), v128.load(b), m0));
    v128.store(to, v128.bitselect(v128.load(a, 16), v128.load(b, 16), m1), 16);
    v128.store(to, v128.bitselect(v128.load(a, 32), v128.load(b, 32), m2), 32);
    v128.store(to, v128.bitselect(v128.load(a, 48), v128.load(b, 48), m3), 48);
    offsets += 4;
    to += 64;
  }
}

function copy16(to: usize, nr: i32, from: usize, offsets: usize, kc: i32): void {
  for (let k = 0; k < kc; k++) {
    const tap = from + load<u32>(offsets);
    const a = v128.load(tap);
    const b = v128.load(tap, 16);
    const c = v128.load(tap, 32);
    const d = v128.load(tap, 48);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    offsets += 4;
    to += bytes(nr);
  }
}

function copy8(to: usize, nr: i32, from: usize, offsets: usize, kc: i32): void {
  for (let k = 0; k < kc; k++) {
    const tap = from + load<u32>(offsets);
    const a = v128.load(tap);
    const b = v128.load(tap, 16);
    v128.store(to, a);
    v128.store(to, b, 16);
    offsets += 4;
    to += bytes(nr);
  }
}

function copy4(to: usize, nr: i32, from: usize, offsets: usize, kc: i32): void {
  for (let k = 0; k < kc; k++) {
    v128.store(to, v128.load(from + load<u32>(offsets)));
    offsets += 4;
    to += bytes(nr);
  }
}

function copy1(to: usize, nr: i32, from: usize, offsets: usize, kc: i32): void {
  for (let k = 0; k < kc; k++) {
    store<f32>(to, load<f32>(from + load<u32>(offsets)));
    offsets += 4;
    to += bytes(nr);
  }
}
