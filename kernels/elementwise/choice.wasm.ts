import { bytes } from "../common/bytes.wasm";
import { zip } from "../common/map.wasm";
import { storeLanes } from "../common/simd.wasm";

/** out[i] = 0 where y[i] ≤ 0, which NaN is not, else dy[i]. */
export function gate(out: usize, dy: usize, y: usize, begin: i32, end: i32): void {
  const from = bytes(begin);
  zip(changetype<Gate>(0), out + from, dy + from, y + from, 1, 1, end - begin);
}

@unmanaged
class Gate {
  @inline
  apply(dy: v128, y: v128): v128 {
    return v128.andnot(dy, f32x4.le(y, f32x4.splat(0)));
  }
}

/** out[i] = b[i] where condition[i] = 0, else a[i]. */
export function where(out: usize, condition: usize, a: usize, b: usize, begin: i32, end: i32): void {
  for (let i = begin; i < end; i += 4) {
    const at = bytes(i);
    const isZero = f32x4.eq(v128.load(condition + at), f32x4.splat(0));
    storeLanes(out + at, v128.bitselect(v128.load(b + at), v128.load(a + at), isZero), end - i);
  }
}
