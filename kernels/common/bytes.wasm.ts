/** The bytes of i elements, float32 or 32-bit integers.
 *  @inline */
export function bytes(i: i32): usize {
  return <usize>i << 2;
}
