import { Walk, walkAfter } from "../common/walk.wasm";

/** A reduction of a dense array. The array's last axis is either reduced, and the elements of an output lie in runs, or
 *  kept, and the elements of neighboring outputs lie side by side. */
@unmanaged
export class ReductionRecord {
  /** The divisor of a sum; ε of batch normalization. */
  constant: f32;
  inRuns: i32;
  /** The last reduced dimension: elements, and their distance. */
  length: i32;
  stride: i32;
  /** How often that comes: the product of the other reduced dimensions. */
  repeats: i32;
  /** Outputs side by side: the last kept dimension, or 1 in runs. */
  width: i32;

  /** Over the other dimensions that are kept. */
  get kept(): Walk {
    return walkAfter(this, 0);
  }

  /** Over the other dimensions that are reduced. */
  get reduced(): Walk {
    return walkAfter(this, 1);
  }
}

/** What all sums have in common; see `reduce`. */
@unmanaged
export class Additive {
  @inline
  start(): v128 {
    return f64x2.splat(0);
  }

  @inline
  join(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
}
