/** The element types of the safetensors format, and what their bytes mean as numbers. */

import { type SmallFloat, tableOf } from "./smallFloats.ts";

type Dtype =
  | ("BOOL" | "U8" | "I8" | "U16" | "I16" | "U32" | "I32" | "U64" | "I64")
  | ("F4" | "F6_E2M3" | "F6_E3M2" | "F8_E5M2" | "F8_E4M3" | "F8_E8M0" | "F8_E4M3FNUZ" | "F8_E5M2FNUZ")
  | ("F16" | "BF16" | "F32" | "F64" | "C64");

interface Format {
  readonly bits: number;
  /** The numbers of so many bytes, which begin at a multiple of 8. Of 32 bits or less, but for integers of 32, they are all
   *  float32's; the others are float64's.
   *  @throws RangeError if one is no float64. */
  decode(bytes: Uint8Array): Float32Array | Float64Array;
}

/** A view of all the bytes. */
function view<T>(type: new (buffer: ArrayBufferLike, at: number, length: number) => T, size: number) {
  return ({ buffer, byteOffset, byteLength }: Uint8Array) => new type(buffer, byteOffset, byteLength / size);
}

const halves = view(Uint16Array, 2);
const floats = view(Float32Array, 4);
const doubles = view(Float64Array, 8);

/** Numbers that are looked up by their bits, the first in the lowest bits of the first byte. */
function packed(bits: number, makeTable: () => Float32Array): Format {
  let table: Float32Array | undefined;
  const decode = (bytes: Uint8Array) => {
    table ??= makeTable();
    const values = new Float32Array((bytes.length * 8) / bits);
    for (let i = 0; i < values.length; i++) {
      const at = i * bits;
      const two = bytes[at >> 3] | ((bytes[(at >> 3) + 1] ?? 0) << 8);
      values[i] = table[(two >> (at & 7)) & (2 ** bits - 1)];
    }
    return values;
  };
  return { bits, decode };
}

function small(float: SmallFloat): Format {
  return packed(1 + float.exponent + float.fraction, () => tableOf(float));
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves(bytes), (half) => half << 16).buffer);
}

/** @throws RangeError that names the first integer which is no float64. */
function fromBigInts(integers: BigInt64Array | BigUint64Array): Float64Array {
  const values = new Float64Array(integers.length);
  for (let i = 0; i < integers.length; i++) {
    const value = Number(integers[i]);
    if (BigInt(value) !== integers[i]) throw new RangeError(`[${i}] is ${integers[i]}`);
    values[i] = value;
  }
  return values;
}

function narrow(bits: number, read: (bytes: Uint8Array) => ArrayLike<number>): Format {
  return { bits, decode: (bytes) => Float32Array.from(read(bytes)) };
}

const formats: Readonly<Record<Dtype, Format>> = {
  BOOL: narrow(8, (bytes) => bytes.map((byte) => (byte === 0 ? 0 : 1))),
  U8: narrow(8, (bytes) => bytes),
  I8: narrow(8, view(Int8Array, 1)),
  U16: narrow(16, halves),
  I16: narrow(16, view(Int16Array, 2)),
  U32: { bits: 32, decode: (bytes) => Float64Array.from(view(Uint32Array, 4)(bytes)) },
  I32: { bits: 32, decode: (bytes) => Float64Array.from(view(Int32Array, 4)(bytes)) },
  U64: { bits: 64, decode: (bytes) => fromBigInts(view(BigUint64Array, 8)(bytes)) },
  I64: { bits: 64, decode: (bytes) => fromBigInts(view(BigInt64Array, 8)(bytes)) },
  F4: small({ exponent: 2, fraction: 1, bias: 1, specials: "none" }),
  F6_E2M3: small({ exponent: 2, fraction: 3, bias: 1, specials: "none" }),
  F6_E3M2: small({ exponent: 3, fraction: 2, bias: 3, specials: "none" }),
  F8_E5M2: small({ exponent: 5, fraction: 2, bias: 15, specials: "ieee" }),
  F8_E4M3: small({ exponent: 4, fraction: 3, bias: 7, specials: "nan" }),
  F8_E8M0: packed(8, () => new Float32Array(256).map((_, bits) => (bits === 255 ? Number.NaN : 2 ** (bits - 127)))),
  F8_E4M3FNUZ: small({ exponent: 4, fraction: 3, bias: 8, specials: "negative zero" }),
  F8_E5M2FNUZ: small({ exponent: 5, fraction: 2, bias: 16, specials: "negative zero" }),
  F16: small({ exponent: 5, fraction: 10, bias: 15, specials: "ieee" }),
  BF16: { bits: 16, decode: widenBfloat16 },
  F32: { bits: 32, decode: floats },
  C64: { bits: 64, decode: floats },
  F64: { bits: 64, decode: doubles },
};

export const dtypes: readonly string[] = Object.keys(formats);

/** A file may have others, of a time to come. */
export function formatOf(dtype: string): Format | undefined {
  return isDtype(dtype) ? formats[dtype] : undefined;
}

function isDtype(name: string): name is Dtype {
  return Object.hasOwn(formats, name);
}
