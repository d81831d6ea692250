import { zip } from "./map";
import { Walk, walkRows } from "./walk";

/** A row of `zip` for walkRows. */
@unmanaged
class Rows<F> {
  row(out: usize, a: usize, b: usize, aStep: i32, bStep: i32, n: i32): void {
    zip(changetype<F>(0), out, a, b, aStep, bStep, n);
  }
}

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

export function maximum(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<Rows<Maximum>>(0), out, a, b, g, begin, end);
}

/** NaN wins. */
@unmanaged
class Maximum {
  @inline
  apply(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

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
