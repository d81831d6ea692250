import { bytes } from "../common/bytes.wasm";
import { Optional } from "../common/optional.wasm";
import { madd } from "../common/simd.wasm";
import { MatmulRecord } from "./matmul.wasm";
import { TILE_6x16 } from "./tile.wasm";

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, j, l]: each element is the dot product of a row of a and a row of b,
 *  which both are read as they lie. Unit: all rows of a by nBlock rows of b, an even number. Every element has eight
 *  partial sums, of the steps with the same l mod 8; they stay in the scratch, [nBlock][rows][8], between one kBlock of
 *  steps and the next. */
export function matmulDots(
  out: usize,
  a: usize,
  b: usize,
  bias: Optional,
  scratch: usize,
  g: MatmulRecord,
  begin: i32,
  end: i32,
): void {
  const stride = bytes(g.steps);
  const rows = g.rows;
  const whole = g.steps & ~7;
  for (let unit = begin; unit < end; unit++) {
    const batch = g.product(unit);
    const column = g.firstColumn(unit);
    const columns = g.columnCount(unit);
    const rowsOfA = a + g.batch.aOffset(batch) * rows * stride;
    const rowsOfB = b + (g.batch.bOffset(batch) * g.columns + column) * stride;
    memory.fill(scratch, 0, g.nBlock * rows * sumBytes);
    for (let l = 0; l < whole; l += g.kBlock) {
      const size = bytes(min(g.kBlock, whole - l));
      for (let j = 0; j < columns; j += 2) {
        // The last row may be without a second: it takes the second's part, and what comes of that is not stored.
        const second = j + 1 < columns ? stride : 0;
        addRows(scratch + j * rows * sumBytes, rowsOfA + bytes(l), rowsOfB + j * stride + bytes(l), second, size, g);
      }
    }
    const to = out + bytes(batch * rows * g.columns + column);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = total(scratch + (j * rows + i) * sumBytes);
        for (let l = bytes(whole); l < stride; l += 4) {
          sum += load<f32>(rowsOfA + i * stride + l) * load<f32>(rowsOfB + j * stride + l);
        }
        store<f32>(to + bytes(i * g.columns + j), bias != 0 ? sum + load<f32>(bias + bytes(column + j)) : sum);
      }
    }
  }
}

/** Bytes of an element's partial sums. */
const sumBytes: usize = 32;

/** Two rows of b, `second` bytes apart, with all rows of a, over `size` bytes of each. */
function addRows(sums: usize, a: usize, b: usize, second: usize, size: usize, g: MatmulRecord): void {
  const stride = bytes(g.steps);
  const next = g.rows * sumBytes;
  let i = 0;
  for (; i + 4 <= g.rows; i += 4) {
    if (g.tile == TILE_6x16) {
      addDots(changetype<FourPaired>(0), sums, next, a, stride, b, second, size);
    } else {
      addDots(changetype<Four>(0), sums, next, a, stride, b, second, size);
      addDots(changetype<Four>(0), sums + 16, next, a + 16, stride, b + 16, second, size);
    }
    sums += 4 * sumBytes;
    a += 4 * stride;
  }
  for (; i + 2 <= g.rows; i += 2) {
    addDots(changetype<TwoPaired>(0), sums, next, a, stride, b, second, size);
    sums += 2 * sumBytes;
    a += 2 * stride;
  }
  if (i < g.rows) addDots(changetype<OnePaired>(0), sums, next, a, stride, b, second, size);
}

/** Rows of a that meet two of b, and whether all eight sums of an element are added to at once, as neighboring vectors
 *  (which V8 joins), or the first or last four: more than 15 vectors at a time are more than 128-bit registers. */
@unmanaged
class Four {
  @inline get rows(): i32 { return 4; }
  @inline get isPaired(): bool { return false; }
}

@unmanaged
class FourPaired {
  @inline get rows(): i32 { return 4; }
  @inline get isPaired(): bool { return true; }
}

@unmanaged
class TwoPaired {
  @inline get rows(): i32 { return 2; }
  @inline get isPaired(): bool { return true; }
}

@unmanaged
class OnePaired {
  @inline get rows(): i32 { return 1; }
  @inline get isPaired(): bool { return true; }
}

/** `next`: bytes from the sums of a row of b to those of the next; c and d are the halves of an element's sums. */
function addDots<T>(
  tile: T,
  sums: usize,
  next: usize,
  a: usize,
  stride: usize,
  b: usize,
  second: usize,
  size: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c02 = f32x4.splat(0);
  let c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c12 = f32x4.splat(0);
  let c13 = f32x4.splat(0);
  let d00 = f32x4.splat(0);
  let d01 = f32x4.splat(0);
  let d02 = f32x4.splat(0);
  let d03 = f32x4.splat(0);
  let d10 = f32x4.splat(0);
  let d11 = f32x4.splat(0);
  let d12 = f32x4.splat(0);
  let d13 = f32x4.splat(0);
  let a1 = a + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  let b1 = b + second;
  for (const end = a + size; a < end; ) {
    const x0 = v128.load(b);
    const x1 = v128.load(b1);
    const y0 = tile.isPaired ? v128.load(b, 16) : x0;
    const y1 = tile.isPaired ? v128.load(b1, 16) : x1;
    const u0 = v128.load(a);
    c00 = madd(u0, x0, c00);
    c10 = madd(u0, x1, c10);
    if (tile.isPaired) {
      const w0 = v128.load(a, 16);
      d00 = madd(w0, y0, d00);
      d10 = madd(w0, y1, d10);
    }
    if (tile.rows > 1) {
      const u1 = v128.load(a1);
      c01 = madd(u1, x0, c01);
      c11 = madd(u1, x1, c11);
      if (tile.isPaired) {
        const w1 = v128.load(a1, 16);
        d01 = madd(w1, y0, d01);
        d11 = madd(w1, y1, d11);
      }
      a1 += 32;
    }
    if (tile.rows > 2) {
      const u2 = v128.load(a2);
      c02 = madd(u2, x0, c02);
      c12 = madd(u2, x1, c12);
      const u3 = v128.load(a3);
      c03 = madd(u3, x0, c03);
      c13 = madd(u3, x1, c13);
      if (tile.isPaired) {
        const w2 = v128.load(a2, 16);
        d02 = madd(w2, y0, d02);
        d12 = madd(w2, y1, d12);
        const w3 = v128.load(a3, 16);
        d03 = madd(w3, y0, d03);
        d13 = madd(w3, y1, d13);
      }
      a2 += 32;
      a3 += 32;
    }
    a += 32;
    b += 32;
    b1 += 32;
  }
  addPair(tile, sums, c00, d00);
  addPair(tile, sums + next, c10, d10);
  if (tile.rows > 1) {
    addPair(tile, sums + 32, c01, d01);
    addPair(tile, sums + next + 32, c11, d11);
  }
  if (tile.rows > 2) {
    addPair(tile, sums + 64, c02, d02);
    addPair(tile, sums + next + 64, c12, d12);
    addPair(tile, sums + 96, c03, d03);
    addPair(tile, sums + next + 96, c13, d13);
  }
}

/** @inline */
function addPair<T>(tile: T, sums: usize, c: v128, d: v128): void {
  const first = f32x4.add(v128.load(sums), c);
  if (tile.isPaired) {
    const second = f32x4.add(v128.load(sums, 16), d);
    v128.store(sums, first);
    v128.store(sums, second, 16);
  } else {
    v128.store(sums, first);
  }
}

/** The eight sums of an element, added. */
function total(sums: usize): f32 {
  const four = f32x4.add(v128.load(sums), v128.load(sums, 16));
  const two = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1);
}
