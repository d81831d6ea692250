import { bytes } from "./map";

/** A reduction of a dense array. The array's last axis is either reduced, and the elements of an output lie in runs, or
 *  kept, and the elements of neighbouring outputs lie side by side. */
// @ts-ignore: decorator
@unmanaged
export class Reduction {
  /** The divisor of a sum; ε of batch normalisation. */
  constant: f32;
  inRuns: i32;
  /** The last reduced dimension: elements, and their distance. */
  length: i32;
  stride: i32;
  /** How often that comes: the product of the other reduced dimensions. */
  repeats: i32;
  /** Outputs side by side: the last kept dimension, or 1 in runs. */
  width: i32;
  /** How many other dimensions are kept, and reduced. Their sizes and strides follow in pairs. */
  keptRank: i32;
  reducedRank: i32;

  kept(i: i32): usize {
    return offsetOf(changetype<usize>(this) + offsetof<Reduction>(), this.keptRank, i);
  }

  reduced(i: i32): usize {
    return offsetOf(changetype<usize>(this) + offsetof<Reduction>() + (this.keptRank << 3), this.reducedRank, i);
  }
}

/** Where index i of a walk stands, in bytes. */
function offsetOf(walk: usize, rank: i32, i: i32): usize {
  let offset = 0;
  for (let d = rank - 1; d >= 0; d--) {
    const size = load<i32>(walk + (d << 3));
    offset += (i % size) * load<i32>(walk + (d << 3), 4);
    i /= size;
  }
  return bytes(offset);
}

/** What all sums have in common; see `reduce`. */
// @ts-ignore: decorator
@unmanaged
export class Additive {
  // @ts-ignore: decorator
  @inline
  start(): v128 {
    return f64x2.splat(0);
  }

  // @ts-ignore: decorator
  @inline
  join(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
}
