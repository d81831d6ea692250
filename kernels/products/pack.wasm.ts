import { bytes } from "../common/bytes.wasm";
import { storeTransposed } from "../common/simd.wasm";

/** Packing: a matrix cut into panels of `width` rows (or columns), each stored step by step, [kc][width], as the tiles
 *  read it. Lanes beyond the matrix are zeros.
 *  @param lanes how many of the `width` lanes exist.
 *  @param laneStride, kStride bytes from one lane, or one step, to the next; one of them is a float. */
export function packPanel(
  to: usize,
  from: usize,
  width: i32,
  lanes: i32,
  laneStride: usize,
  kStride: usize,
  kc: i32,
): void {
  if (lanes < width) packEdge(to, from, width, lanes, laneStride, kStride, kc);
  else if (laneStride == 4) packCopy(to, from, width, kStride, kc);
  else packTransposed(to, from, width, laneStride, kc);
}

function packEdge(to: usize, from: usize, width: i32, lanes: i32, laneStride: usize, kStride: usize, kc: i32): void {
  memory.fill(to, 0, bytes(kc * width));
  for (let lane = 0; lane < lanes; lane++) {
    let source = from + lane * laneStride;
    let target = to + bytes(lane);
    for (let k = 0; k < kc; k++) {
      store<f32>(target, load<f32>(source));
      source += kStride;
      target += bytes(width);
    }
  }
}

function packCopy(to: usize, from: usize, width: i32, kStride: usize, kc: i32): void {
  for (let k = 0; k < kc; k++) {
    v128.store(to, v128.load(from));
    if (width == 6) {
      store<u64>(to, load<u64>(from, 16), 16);
    } else if (width > 4) {
      v128.store(to, v128.load(from, 16), 16);
      if (width == 16) {
        v128.store(to, v128.load(from, 32), 32);
        v128.store(to, v128.load(from, 48), 48);
      }
    }
    to += bytes(width);
    from += kStride;
  }
}

function packTransposed(to: usize, from: usize, width: i32, laneStride: usize, kc: i32): void {
  let lane = 0;
  for (; lane + 4 <= width; lane += 4) {
    const source = from + lane * laneStride;
    const two = source + 2 * laneStride;
    transposeQuads(to + bytes(lane), width, source, source + laneStride, two, two + laneStride, kc >> 2);
  }
  if (lane < width) {
    const source = from + lane * laneStride;
    transposePairs(to + bytes(lane), width, source, source + laneStride, kc >> 2);
  }
  const done = kc & ~3;
  for (let k = done; k < kc; k++) {
    for (lane = 0; lane < width; lane++) {
      store<f32>(to + bytes(k * width + lane), load<f32>(from + lane * laneStride + bytes(k)));
    }
  }
}

/** Four lanes of 4 · `quads` steps each, turned into steps of four lanes, `width` floats apart. */
export function transposeQuads(to: usize, width: i32, p0: usize, p1: usize, p2: usize, p3: usize, quads: i32): void {
  for (let q = 0; q < quads; q++) {
    storeTransposed(to, width, v128.load(p0), v128.load(p1), v128.load(p2), v128.load(p3));
    to += bytes(4 * width);
    p0 += 16;
    p1 += 16;
    p2 += 16;
    p3 += 16;
  }
}

function transposePairs(to: usize, width: i32, p0: usize, p1: usize, quads: i32): void {
  const step = bytes(width);
  for (let q = 0; q < quads; q++) {
    const a = v128.load(p0);
    const b = v128.load(p1);
    const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    v128.store64_lane(to, low, 0);
    v128.store64_lane(to + step, low, 1);
    to += 2 * step;
    v128.store64_lane(to, high, 0);
    v128.store64_lane(to + step, high, 1);
    to += 2 * step;
    p0 += 16;
    p1 += 16;
  }
}
