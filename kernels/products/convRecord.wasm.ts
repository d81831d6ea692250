import { StagedRecord } from "./stagedRecord.wasm";

/** The record that a convolution and its two gradients share. `n` to `groups` are the numbers of Conv2dGeometry, which
 *  src/core/geometry/conv2d.ts explains. */
@unmanaged
export class ConvRecord extends StagedRecord {
  n: i32;
  c: i32;
  h: i32;
  w: i32;
  k: i32;
  kh: i32;
  kw: i32;
  oh: i32;
  ow: i32;
  sh: i32;
  sw: i32;
  dh: i32;
  dw: i32;
  top: i32;
  left: i32;
  groups: i32;
  /** How far the taps reach beyond the first, in windows. */
  reachH: i32;
  reachW: i32;
  /** How many different values ⌊tap · dilation / stride⌋ takes along an axis. */
  shiftsH: i32;
  shiftsW: i32;
}

/** The shift with index i. With dilation ≥ stride each tap has its own.
 *  @inline */
export function shiftAt(i: i32, dilation: i32, stride: i32): i32 {
  return dilation >= stride ? (i * dilation) / stride : i;
}
