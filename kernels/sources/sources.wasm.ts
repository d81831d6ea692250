import { constantBits } from "../common/constant.wasm";
import { gather, repeat } from "../layout/layout.wasm";
import { bytes } from "../common/bytes.wasm";
import { storeTransposed } from "../common/simd.wasm";

@unmanaged
class FillRecord {
  value: f32;
}

/** out[i] = value. */
export function fill(out: usize, g: FillRecord, begin: i32, end: i32): void {
  repeat(out + bytes(begin), g.value, end - begin);
}

@unmanaged
class DropoutMaskRecord {
  key0: u32;
  key1: u32;
  /** An element whose word is no larger is dropped. */
  lastDropped: u32;
  scale: f32;
}

const LANES = i32x4(0, 1, 2, 3);
const FACTOR_0 = constantBits(0xd2511f53);
const FACTOR_1 = constantBits(0xcd9e8d57);
const KEY_STEP_0 = constantBits(0x9e3779b9);
const KEY_STEP_1 = constantBits(0xbb67ae85);

/** out[i] = scale where word i of the stream is above `lastDropped`, else 0. Philox4x32-10 (see core/rng.ts) makes
 *  words 4b to 4b + 3 of counter (b, 0, 0, 0). Four counters at a time, one a lane; the last elements go through
 *  `scratch`, 16 elements long. */
export function dropoutMask(out: usize, scratch: usize, g: DropoutMaskRecord, begin: i32, end: i32): void {
  for (let i = begin; i < end; i += 16) {
    let c0 = i32x4.add(i32x4.splat(i >> 2), LANES);
    let c1 = i32x4.splat(0);
    let c2 = i32x4.splat(0);
    let c3 = i32x4.splat(0);
    let key0 = i32x4.splat(g.key0);
    let key1 = i32x4.splat(g.key1);
    for (let round = 0; round < 10; round++) {
      const high0 = mulHigh(FACTOR_0, c0);
      const low0 = i32x4.mul(FACTOR_0, c0);
      const high1 = mulHigh(FACTOR_1, c2);
      const low1 = i32x4.mul(FACTOR_1, c2);
      c0 = v128.xor(v128.xor(high1, c1), key0);
      c1 = low1;
      c2 = v128.xor(v128.xor(high0, c3), key1);
      c3 = low0;
      key0 = i32x4.add(key0, KEY_STEP_0);
      key1 = i32x4.add(key1, KEY_STEP_1);
    }
    // Four words of one counter lie in four vectors: transposed, they are neighbors.
    const whole = end - i >= 16;
    const to = whole ? out + bytes(i) : scratch;
    storeTransposed(to, 4, mask(g, c0), mask(g, c1), mask(g, c2), mask(g, c3));
    if (!whole) gather(out + bytes(i), scratch, 1, end - i);
  }
}

/** High 32 bits of the products, lane by lane.
 *  @inline */
function mulHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b), 1, 3, 5, 7);
}

/** @inline */
function mask(g: DropoutMaskRecord, words: v128): v128 {
  return v128.and(i32x4.gt_u(words, i32x4.splat(g.lastDropped)), f32x4.splat(g.scale));
}
