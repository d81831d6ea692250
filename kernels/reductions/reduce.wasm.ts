import { reduce } from "./fold.wasm";
import { Additive, ReductionRecord } from "./reduction.wasm";

@unmanaged
class Quotient extends Additive {
  @inline
  finish<L>(lanes: L, sum: v128, divisor: v128, variance: usize): v128 {
    return f64x2.div(sum, divisor);
  }
}

@unmanaged
class Elements extends Quotient {
  @inline
  center<L>(lanes: L, mean: usize): v128 {
    return this.start();
  }

  @inline
  fold<L>(lanes: L, sum: v128, x: usize, y: usize, center: v128): v128 {
    return f64x2.add(sum, lanes.load(x));
  }
}

@unmanaged
class SquaredDeviations extends Quotient {
  @inline
  center<L>(lanes: L, mean: usize): v128 {
    return lanes.load(mean);
  }

  @inline
  fold<L>(lanes: L, sum: v128, x: usize, y: usize, mean: v128): v128 {
    const deviation = f64x2.sub(lanes.load(x), mean);
    return f64x2.add(sum, f64x2.mul(deviation, deviation));
  }
}

@unmanaged
class Largest {
  @inline
  start(): v128 {
    return f64x2.splat(-Infinity);
  }

  @inline
  center<L>(lanes: L, mean: usize): v128 {
    return f64x2.splat(0);
  }

  @inline
  fold<L>(lanes: L, largest: v128, x: usize, y: usize, center: v128): v128 {
    return this.join(largest, lanes.load(x));
  }

  @inline
  join(a: v128, b: v128): v128 {
    // pmax(b, a) is b where one of them is NaN; all ones are a NaN too.
    return v128.or(f64x2.pmax(b, a), f64x2.ne(a, a));
  }

  @inline
  finish<L>(lanes: L, largest: v128, constant: v128, variance: usize): v128 {
    return largest;
  }
}

@unmanaged
class Smallest {
  @inline
  start(): v128 {
    return f64x2.splat(Infinity);
  }

  @inline
  center<L>(lanes: L, mean: usize): v128 {
    return f64x2.splat(0);
  }

  @inline
  fold<L>(lanes: L, smallest: v128, x: usize, y: usize, center: v128): v128 {
    return this.join(smallest, lanes.load(x));
  }

  @inline
  join(a: v128, b: v128): v128 {
    // pmin(b, a) is b where one of them is NaN; all ones are a NaN too.
    return v128.or(f64x2.pmin(b, a), f64x2.ne(a, a));
  }

  @inline
  finish<L>(lanes: L, smallest: v128, constant: v128, variance: usize): v128 {
    return smallest;
  }
}

/** out = Σ x / constant, each output over its own elements; the constant is 1 for sum, their number for mean. */
export function sum(out: usize, x: usize, g: ReductionRecord, begin: i32, end: i32): void {
  reduce(changetype<Elements>(0), out, x, 0, 0, 0, g, begin, end);
}

/** out = Σ (x − mean)² / constant, each output over its own elements, with its own mean. */
export function variance(out: usize, x: usize, mean: usize, g: ReductionRecord, begin: i32, end: i32): void {
  reduce(changetype<SquaredDeviations>(0), out, x, 0, mean, 0, g, begin, end);
}

/** out = max x, each output over its own elements; NaN wins. */
export function max(out: usize, x: usize, g: ReductionRecord, begin: i32, end: i32): void {
  reduce(changetype<Largest>(0), out, x, 0, 0, 0, g, begin, end);
}

/** out = min x, each output over its own elements; NaN wins. */
export function min(out: usize, x: usize, g: ReductionRecord, begin: i32, end: i32): void {
  reduce(changetype<Smallest>(0), out, x, 0, 0, 0, g, begin, end);
}
