import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";

/** x as [n, c, inner]. A unit is one channel of an image, or with inner = 1 four neighboring channels of all images. */
@unmanaged
export class BatchNormRecord {
  n: i32;
  c: i32;
  inner: i32;
  eps: f32;

  @inline
  channel(unit: i32): i32 {
    return this.inner == 1 ? unit << 2 : unit % this.c;
  }

  /** The part of a vector [c] that a unit's elements meet; `missing` where there is no vector. */
  @inline
  lanes(vector: usize, channel: i32, missing: f32): v128 {
    if (vector == 0) return f32x4.splat(missing);
    if (this.inner > 1) return v128.load32_splat(vector + bytes(channel));
    return loadLanes(vector + bytes(channel), this.c - channel, f32x4.splat(0));
  }

  @inline
  deviation(variance: usize, channel: i32): v128 {
    return f32x4.sqrt(f32x4.add(this.lanes(variance, channel, 1), f32x4.splat(this.eps)));
  }

  /** A unit's elements: some runs, c elements apart, from `start` on. */
  @inline
  runs(): i32 {
    return this.inner == 1 ? this.n : 1;
  }

  @inline
  start(unit: i32): usize {
    return bytes(this.inner == 1 ? unit << 2 : unit * this.inner);
  }

  @inline
  length(channel: i32): i32 {
    return this.inner == 1 ? min(this.c - channel, 4) : this.inner;
  }
}
