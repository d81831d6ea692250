import { bytes, map, zip } from "./map";
import { sigmoid4, tanh4 } from "./transcendental";

/** out[i] = 0 where x[i] ≤ 0, which NaN is not, else x[i]. */
export function relu(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Relu>(0), out, x, begin, end);
}

@unmanaged
class Relu {
  @inline
  apply(x: v128): v128 {
    return v128.andnot(x, f32x4.le(x, f32x4.splat(0)));
  }
}

/** out[i] = 0 where y[i] ≤ 0, which NaN is not, else dy[i]. */
export function reluGrad(out: usize, dy: usize, y: usize, begin: i32, end: i32): void {
  const from = bytes(begin);
  zip(changetype<ReluGrad>(0), out + from, dy + from, y + from, 1, 1, end - begin);
}

@unmanaged
class ReluGrad {
  @inline
  apply(dy: v128, y: v128): v128 {
    return v128.andnot(dy, f32x4.le(y, f32x4.splat(0)));
  }
}

/** out[i] = 1 / (1 + e^−x[i]). */
export function sigmoid(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Sigmoid>(0), out, x, begin, end);
}

@unmanaged
class Sigmoid {
  @inline
  apply(x: v128): v128 {
    return sigmoid4(x);
  }
}

/** out[i] = tanh x[i]. */
export function tanh(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Tanh>(0), out, x, begin, end);
}

@unmanaged
class Tanh {
  @inline
  apply(x: v128): v128 {
    return tanh4(x);
  }
}
