import { zip, zipLanes } from "../common/map.wasm";
import { pow4 } from "../common/power.wasm";
import { Walk, walkRows } from "../common/walk.wasm";

/** out[i] = a[j] to the power b[k], with j and k where element i of the output stands in a and in b. */
export function pow(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<PowerRows>(0), out, a, b, g, begin, end);
}

/** Where a whole row has one exponent, 1, 2 and −1 take a short cut, which rounds once as well. */
@unmanaged
class PowerRows {
  row(out: usize, a: usize, b: usize, aStep: i32, bStep: i32, n: i32): void {
    const exponent = bStep == 0 ? load<f32>(b) : NaN;
    if (exponent == 1) zip(changetype<Same>(0), out, a, b, aStep, bStep, n);
    else if (exponent == 2) zip(changetype<Square>(0), out, a, b, aStep, bStep, n);
    else if (exponent == -1) zip(changetype<Reciprocal>(0), out, a, b, aStep, bStep, n);
    else zipLanes(changetype<Power>(0), out, a, b, aStep, bStep, 0, n);
  }
}

@unmanaged
class Same {
  @inline
  apply(a: v128, _b: v128): v128 {
    return a;
  }
}

@unmanaged
class Square {
  @inline
  apply(a: v128, _b: v128): v128 {
    return f32x4.mul(a, a);
  }
}

@unmanaged
class Reciprocal {
  @inline
  apply(a: v128, _b: v128): v128 {
    return f32x4.div(f32x4.splat(1), a);
  }
}

@unmanaged
class Power {
  @inline
  apply(a: v128, b: v128): v128 {
    return pow4(a, b);
  }
}
