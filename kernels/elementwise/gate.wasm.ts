import { bytes } from "../shared/bytes.wasm";
import { zip } from "../shared/map.wasm";

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
