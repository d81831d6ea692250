type Numbers = Float32Array | Float64Array;

/** Bytes per number, and a tensor of so many: its bytes are filled in before its numbers are asked for. */
export const DTYPES = new Map<unknown, { size: number; make(length: number): Raw }>([
  ["F64", { size: 8, make: (length) => raw(new Float64Array(length), (numbers) => numbers) }],
  ["F32", { size: 4, make: (length) => raw(new Float32Array(length), (numbers) => numbers) }],
  ["F16", { size: 2, make: (length) => raw(new Uint16Array(length), (bits) => new Float32Array(bits).map(widenHalf)) }],
  ["BF16", { size: 2, make: (length) => raw(new Uint16Array(length), widenBfloat16) }],
]);

export interface Raw {
  readonly bytes: Uint8Array;
  numbers(): Numbers;
}

function raw<Store extends Numbers | Uint16Array>(store: Store, widen: (store: Store) => Numbers): Raw {
  return { bytes: new Uint8Array(store.buffer), numbers: () => widen(store) };
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(new Uint32Array(halves).map((half) => half << 16).buffer);
}

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits. */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}
