import { map } from "./map";
import { exp4, log4 } from "./transcendental";

/** out[i] = −x[i]. */
export function neg(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Neg>(0), out, x, begin, end);
}

@unmanaged
class Neg {
  @inline
  apply(x: v128): v128 {
    return f32x4.neg(x);
  }
}

/** out[i] = e^x[i]. */
export function exp(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Exp>(0), out, x, begin, end);
}

@unmanaged
class Exp {
  @inline
  apply(x: v128): v128 {
    return exp4(x);
  }
}

/** out[i] = ln x[i]. */
export function log(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Log>(0), out, x, begin, end);
}

@unmanaged
class Log {
  @inline
  apply(x: v128): v128 {
    return log4(x);
  }
}

/** out[i] = √x[i]. */
export function sqrt(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Sqrt>(0), out, x, begin, end);
}

@unmanaged
class Sqrt {
  @inline
  apply(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

/** out[i] = |x[i]|. */
export function abs(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Abs>(0), out, x, begin, end);
}

@unmanaged
class Abs {
  @inline
  apply(x: v128): v128 {
    return f32x4.abs(x);
  }
}

/** out[i] = ±1 with the sign of x[i]; ±0 and NaN stay as they are. */
export function sign(out: usize, x: usize, begin: i32, end: i32): void {
  map(changetype<Sign>(0), out, x, begin, end);
}

@unmanaged
class Sign {
  @inline
  apply(x: v128): v128 {
    const one = v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.splat(1));
    return v128.bitselect(one, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)));
  }
}

/** out[i] = x[i], no less than min and no more than max; NaN stays NaN. */
export function clamp(out: usize, x: usize, g: ClampRecord, begin: i32, end: i32): void {
  map(g, out, x, begin, end);
}

@unmanaged
class ClampRecord {
  min: f32;
  max: f32;

  /** pmin and pmax keep the first argument where it is NaN. */
  @inline
  apply(x: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, f32x4.splat(this.min)), f32x4.splat(this.max));
  }
}
