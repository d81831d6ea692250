/** A number in every lane, for constants at the top level of a file.
 *
 *  V8 makes a v128.const anew wherever it stands, by three instructions that compete for one port, and a polynomial
 *  would spend most of its time there; a global is a plain load. So the value is hidden from the compiler, which would
 *  turn the global back into a v128.const: that memory.size() >>> 31 is 0 it cannot know.
 *  @inline */
export function constant(value: f32): v128 {
  return f32x4.splat(value + <f32>(memory.size() >>> 31));
}

/** The same for 32 bits.
 *  @inline */
export function constantBits(value: i32): v128 {
  return i32x4.splat(value + (memory.size() >>> 31));
}

/** The same for a double.
 *  @inline */
export function constant64(value: f64): v128 {
  return f64x2.splat(value + <f64>(memory.size() >>> 31));
}
