import { zip } from "./map";
import { Walk, walkRows } from "./walk";

// In the formulas, j and k are where element i of the output stands in a and b: `aOffset(i)` and `bOffset(i)` of the
// walk, whose strides are 0 where an input is stretched.

/** A row of `zip` for walkRows. */
@unmanaged
class Rows<F> {
  row(out: usize, a: usize, b: usize, aStep: i32, bStep: i32, n: i32): void {
    zip(changetype<F>(0), out, a, b, aStep, bStep, n);
  }
}

/** out[i] = a[j] + b[k]. */
export function add(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Add>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Add {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

/** out[i] = a[j] − b[k]. */
export function sub(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Sub>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Sub {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

/** out[i] = a[j] · b[k]. */
export function mul(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Mul>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Mul {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

/** out[i] = a[j] / b[k]. */
export function div(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Div>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Div {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

/** out[i] = the larger of a[j] and b[k]; NaN wins. */
export function maximum(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Maximum>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Maximum {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

/** out[i] = 1 where a[j] = b[k], else 0. */
export function equal(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Equal>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Equal {
  @inline
  apply(a: v128, b: v128): v128 {
    return v128.and(f32x4.eq(a, b), f32x4.splat(1));
  }
}

/** out[i] = 1 where a[j] > b[k], else 0. */
export function greater(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Greater>>(0), out, a, b, g, begin, end);
}

@unmanaged
class Greater {
  @inline
  apply(a: v128, b: v128): v128 {
    return v128.and(f32x4.gt(a, b), f32x4.splat(1));
  }
}
