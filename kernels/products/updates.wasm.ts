import { bytes } from "../common/bytes.wasm";
import { Optional } from "../common/optional.wasm";
import { madd, storeLanes } from "../common/simd.wasm";
import { UpdatesRecord } from "./updatesRecord.wasm";

/** Steps for which a piece of the sums stays in the nearest cache. */
const group = 8;

/** Unit: mBlock rows by kBlock steps, over all columns, so that b is read from its first row to its last, and out is
 *  written so. Where kBlock is all steps, `to` is out. Else mBlock is all rows, and each unit leaves its sums in an area
 *  of its own, for `addParts`. */
export function matmulUpdates(
  to: usize,
  a: usize,
  b: usize,
  bias: Optional,
  scratch: usize,
  g: UpdatesRecord,
  begin: i32,
  end: i32,
): void {
  const parts = g.parts;
  memory.fill(scratch, 0, bytes(g.nBlock));
  for (let unit = begin; unit < end; unit++) {
    const batch = unit / parts / g.mBlocks;
    const row = ((unit / parts) % g.mBlocks) * g.mBlock;
    const rows = min(g.mBlock, g.rows - row);
    const first = (unit % parts) * g.kBlock;
    const last = min(g.steps, first + g.kBlock);
    const ofA = a + bytes(g.batch.aOffset(batch) * g.rows * g.steps) + row * g.rowStride;
    const ofB = b + bytes(g.batch.bOffset(batch) * g.steps * g.columns);
    const block = to + bytes((parts > 1 ? unit : batch) * g.rows * g.columns);
    for (let l = first; l < last; l += group) {
      const steps = min(group, last - l);
      for (let column = 0; column < g.columns; column += g.nBlock) {
        const columns = min(g.nBlock, g.columns - column);
        const piece = block + bytes(parts > 1 ? column * rows : row * g.columns + column);
        const stride = bytes(parts > 1 ? columns : g.columns);
        const start = first == 0 && bias != 0 ? bias + bytes(column) : scratch;
        const rowOfB = ofB + bytes(l * g.columns + column);
        updatePiece(piece, stride, l == first ? start : 0, ofA + l * g.stepStride, rowOfB, rows, steps, columns, g);
      }
    }
  }
}

/** The sums of a matrix's parts, which are [columns / nBlock][rows][nBlock], added in their order. Reads up to three
 *  floats past the last. Unit: nBlock columns of a matrix. */
export function addParts(out: usize, sums: usize, g: UpdatesRecord, begin: i32, end: i32): void {
  const parts = g.parts;
  const pieces = (g.columns + g.nBlock - 1) / g.nBlock;
  const size = bytes(g.rows * g.columns);
  for (let unit = begin; unit < end; unit++) {
    const batch = unit / pieces;
    const column = (unit % pieces) * g.nBlock;
    const columns = min(g.nBlock, g.columns - column);
    const from = sums + batch * parts * size + bytes(column * g.rows);
    const to = out + batch * size + bytes(column);
    for (let i = 0; i < g.rows; i++) {
      for (let j = 0; j < columns; j += 4) {
        let at = from + bytes(i * columns + j);
        let sum = v128.load(at);
        for (let part = 1; part < parts; part++) {
          at += size;
          sum = f32x4.add(sum, v128.load(at));
        }
        storeLanes(to + bytes(i * g.columns + j), sum, columns - j);
      }
    }
  }
}

/** Adds steps to rows of a piece. `start`: the row to begin with, 0 for what is there. */
function updatePiece(
  to: usize,
  stride: usize,
  start: usize,
  a: usize,
  b: usize,
  rows: i32,
  steps: i32,
  columns: i32,
  g: UpdatesRecord,
): void {
  for (let l = 0; l < steps; ) {
    const isFour = steps - l >= 4;
    const from = start != 0 ? start : to;
    const fromStride = start != 0 ? 0 : stride;
    if (isFour) updateRows(changetype<FourSteps>(0), to, stride, from, fromStride, a, b, rows, columns, g);
    else updateRows(changetype<OneStep>(0), to, stride, from, fromStride, a, b, rows, columns, g);
    start = 0;
    const count = isFour ? 4 : 1;
    l += count;
    a += count * g.stepStride;
    b += bytes(count * g.columns);
  }
}

@unmanaged
class OneStep {
  @inline get areFour(): bool { return false; }
}

@unmanaged
class FourSteps {
  @inline get areFour(): bool { return true; }
}

/** to[i, j] = from[i, j] + Σ_l a[i, l] · b[l, j], two rows i at a time: the last may be without a second, and is then
 *  its own. */
function updateRows<S>(
  steps: S,
  to: usize,
  stride: usize,
  from: usize,
  fromStride: usize,
  a: usize,
  b: usize,
  rows: i32,
  columns: i32,
  g: UpdatesRecord,
): void {
  for (let i = 0; i < rows; i += 2) {
    const second = i + 1 < rows ? 1 : 0;
    update(steps, to, second * stride, from, second * fromStride, a, second * g.rowStride, b, columns, g);
    to += 2 * stride;
    from += 2 * fromStride;
    a += 2 * g.rowStride;
  }
}

function update<S>(
  steps: S,
  to: usize,
  toSecond: usize,
  from: usize,
  fromSecond: usize,
  a: usize,
  aSecond: usize,
  b: usize,
  columns: i32,
  g: UpdatesRecord,
): void {
  const step = g.stepStride;
  const width = bytes(g.columns);
  const next = a + aSecond;
  const a00 = v128.load32_splat(a);
  const a01 = steps.areFour ? v128.load32_splat(a + step) : a00;
  const a02 = steps.areFour ? v128.load32_splat(a + 2 * step) : a00;
  const a03 = steps.areFour ? v128.load32_splat(a + 3 * step) : a00;
  const a10 = v128.load32_splat(next);
  const a11 = steps.areFour ? v128.load32_splat(next + step) : a10;
  const a12 = steps.areFour ? v128.load32_splat(next + 2 * step) : a10;
  const a13 = steps.areFour ? v128.load32_splat(next + 3 * step) : a10;
  let b1 = b + width;
  let b2 = b1 + width;
  let b3 = b2 + width;
  let to1 = to + toSecond;
  let from1 = from + fromSecond;
  for (const end = to + bytes(columns & ~7); to < end; ) {
    let x = v128.load(b);
    let y = v128.load(b, 16);
    let c0 = madd(x, a00, v128.load(from));
    let d0 = madd(y, a00, v128.load(from, 16));
    let c1 = madd(x, a10, v128.load(from1));
    let d1 = madd(y, a10, v128.load(from1, 16));
    if (steps.areFour) {
      x = v128.load(b1);
      y = v128.load(b1, 16);
      c0 = madd(x, a01, c0);
      d0 = madd(y, a01, d0);
      c1 = madd(x, a11, c1);
      d1 = madd(y, a11, d1);
      x = v128.load(b2);
      y = v128.load(b2, 16);
      c0 = madd(x, a02, c0);
      d0 = madd(y, a02, d0);
      c1 = madd(x, a12, c1);
      d1 = madd(y, a12, d1);
      x = v128.load(b3);
      y = v128.load(b3, 16);
      c0 = madd(x, a03, c0);
      d0 = madd(y, a03, d0);
      c1 = madd(x, a13, c1);
      d1 = madd(y, a13, d1);
      b1 += 32;
      b2 += 32;
      b3 += 32;
    }
    v128.store(to, c0);
    v128.store(to, d0, 16);
    v128.store(to1, c1);
    v128.store(to1, d1, 16);
    to += 32;
    to1 += 32;
    from += 32;
    from1 += 32;
    b += 32;
  }
  for (let j = columns & 7; j > 0; j--) {
    store<f32>(to, dot(load<f32>(from), a, step, b, width, steps.areFour ? 4 : 1));
    if (toSecond != 0) store<f32>(to1, dot(load<f32>(from1), next, step, b, width, steps.areFour ? 4 : 1));
    to += 4;
    to1 += 4;
    from += 4;
    from1 += 4;
    b += 4;
  }
}

/** sum + Σ_l a[l] · b[l]. */
function dot(sum: f32, a: usize, step: usize, b: usize, width: usize, steps: i32): f32 {
  for (let l = 0; l < steps; l++) {
    sum += load<f32>(a) * load<f32>(b);
    a += step;
    b += width;
  }
  return sum;
}
