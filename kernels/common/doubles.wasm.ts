// How a fold reads float32 elements into two doubles, and writes them back.

/** Two neighbors. */
@unmanaged
export class Pair {
  @inline
  load(from: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load64_zero(from));
  }

  @inline
  store(to: usize, v: v128): void {
    v128.store64_lane(to, f32x4.demote_f64x2_zero(v), 0);
  }
}

/** One element. The other lane is not used. */
@unmanaged
export class Single {
  @inline
  load(from: usize): v128 {
    return f64x2.splat(<f64>load<f32>(from));
  }

  @inline
  store(to: usize, v: v128): void {
    store<f32>(to, <f32>f64x2.extract_lane(v, 0));
  }
}
