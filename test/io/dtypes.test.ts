import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { dtypes } from "../../src/io/dtypes.ts";
import { decodeSafetensors, type StoredTensor } from "../../src/io/index.ts";

/** A file of one tensor with these bytes. */
function read(dtype: string, shape: readonly number[], bytes: Uint8Array): StoredTensor {
  const header = JSON.stringify({ x: { dtype, shape, data_offsets: [0, bytes.length] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return decodeSafetensors(Buffer.concat([length, Buffer.from(header), bytes]), "test").tensors.get("x")!;
}

/** The published definition of a float, in words of its bits: its value is 1.fraction × 2^(exponent − bias). */
function value(bits: string, exponentBits: number, bias: number): number {
  const [sign, exponent, fraction] = [bits[0], bits.slice(1, 1 + exponentBits), bits.slice(1 + exponentBits)];
  const isSubnormal = !exponent!.includes("1");
  const digits = `${isSubnormal ? "0" : "1"}${fraction}`;
  let magnitude = 0;
  for (const [i, digit] of [...digits].entries()) if (digit === "1") magnitude += 0.5 ** i;
  const power = isSubnormal ? 1 - bias : Number.parseInt(exponent!, 2) - bias;
  return (sign === "1" ? -1 : 1) * magnitude * 2 ** power;
}

const isAllOnes = (bits: string) => !bits.includes("0");
const isNegativeZero = (bits: string) => /^10*$/.test(bits);

/** What makes a pattern of IEEE's kinds no number. */
function ieee(exponentBits: number) {
  return (bits: string) => {
    if (!isAllOnes(bits.slice(1, 1 + exponentBits))) return undefined;
    if (bits.slice(1 + exponentBits).includes("1")) return Number.NaN;
    return bits[0] === "1" ? -Infinity : Infinity;
  };
}

interface Definition {
  readonly bits: number;
  readonly of: (bits: string) => number;
}

function float(exponent: number, fraction: number, bias: number, special: (bits: string) => number | undefined) {
  return { bits: 1 + exponent + fraction, of: (bits: string) => special(bits) ?? value(bits, exponent, bias) };
}

const definitions: Readonly<Record<string, Definition>> = {
  F16: float(5, 10, 15, ieee(5)),
  BF16: float(8, 7, 127, ieee(8)),
  F8_E5M2: float(5, 2, 15, ieee(5)),
  F8_E4M3: float(4, 3, 7, (bits) => (isAllOnes(bits.slice(1)) ? Number.NaN : undefined)),
  F8_E4M3FNUZ: float(4, 3, 8, (bits) => (isNegativeZero(bits) ? Number.NaN : undefined)),
  F8_E5M2FNUZ: float(5, 2, 16, (bits) => (isNegativeZero(bits) ? Number.NaN : undefined)),
  F8_E8M0: { bits: 8, of: (bits) => (isAllOnes(bits) ? Number.NaN : 2 ** (Number.parseInt(bits, 2) - 127)) },
  F6_E2M3: float(2, 3, 1, () => undefined),
  F6_E3M2: float(3, 2, 3, () => undefined),
  F4: float(2, 1, 1, () => undefined),
  U8: { bits: 8, of: (bits) => Number.parseInt(bits, 2) },
  I8: { bits: 8, of: (bits) => Number.parseInt(bits, 2) - (bits[0] === "1" ? 256 : 0) },
  U16: { bits: 16, of: (bits) => Number.parseInt(bits, 2) },
  I16: { bits: 16, of: (bits) => Number.parseInt(bits, 2) - (bits[0] === "1" ? 65_536 : 0) },
  BOOL: { bits: 8, of: (bits) => (bits.includes("1") ? 1 : 0) },
};

/** Numbers of so many bits one behind the other, the first in the lowest bits. */
function pack(numbers: readonly number[], bits: number): Uint8Array {
  const text = numbers.map((number) => [...number.toString(2).padStart(bits, "0")].reverse().join("")).join("");
  const bytes = text.match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt([...byte].reverse().join(""), 2));
}

describe("dtypes", () => {
  it("are the 22 of the format", () => {
    expect(dtypes).toHaveLength(22);
    expect(dtypes).toEqual(expect.arrayContaining(Object.keys(definitions)));
  });

  it.each(Object.entries(definitions))(
    "%s: every pattern is the number that its definition says",
    (dtype, definition) => {
      const { bits, of } = definition;
      const patterns = Array.from({ length: 2 ** bits }, (_, pattern) => pattern);
      const { data } = read(dtype, [patterns.length], pack(patterns, bits));
      expect(data).toBeInstanceOf(Float32Array);
      expect(data.length).toBe(patterns.length);
      const wrong = patterns.filter(
        (pattern) => !Object.is(data[pattern], of(pattern.toString(2).padStart(bits, "0"))),
      );
      expect(wrong).toEqual([]);
    },
  );

  it("have the limits that their papers give", () => {
    const largest = (dtype: string) => {
      const { data } = read(
        dtype,
        [256],
        Uint8Array.from({ length: 256 }, (_, i) => i),
      );
      return Math.max(...[...data].filter(Number.isFinite));
    };
    expect(largest("F8_E4M3")).toBe(448);
    expect(largest("F8_E5M2")).toBe(57_344);
    expect(largest("F8_E4M3FNUZ")).toBe(240);
    expect(largest("F8_E5M2FNUZ")).toBe(57_344);
    expect(read("F4", [2], Uint8Array.of(0x71)).data).toEqual(Float32Array.of(0.5, 6));
    expect(Math.max(...read("F6_E2M3", [4], pack([31, 0, 0, 0], 6)).data)).toBe(7.5);
    expect(Math.max(...read("F6_E3M2", [4], pack([31, 0, 0, 0], 6)).data)).toBe(28);
  });

  const bytesOf = ({ buffer }: { buffer: ArrayBufferLike }) => new Uint8Array(buffer);

  it("of 32 bits and more are exact float64s", () => {
    fc.assert(
      fc.property(fc.int32Array(), fc.uint32Array(), fc.float32Array(), fc.float64Array(), (i32, u32, f32, f64) => {
        const all = { I32: i32, U32: u32, F32: f32, F64: f64 };
        for (const [dtype, numbers] of Object.entries(all)) {
          const { data } = read(dtype, [numbers.length], bytesOf(numbers.slice()));
          expect([...data]).toEqual([...numbers]);
          expect(data.constructor).toBe(dtype === "F32" ? Float32Array : Float64Array);
        }
      }),
    );
  });

  it("of 64 bits are refused where float64 lacks the integer, when it is asked for", () => {
    const integer = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.maxSafeInteger().map(BigInt),
      fc.integer({ min: 0, max: 62 }).map((power) => 2n ** BigInt(power)),
    );
    fc.assert(
      fc.property(fc.array(integer, { maxLength: 4 }), (integers) => {
        const tensor = read("I64", [integers.length], bytesOf(BigInt64Array.from(integers)));
        expect([...new BigInt64Array(tensor.bytes.slice().buffer)]).toEqual(integers);
        const wrong = integers.findIndex((each) => BigInt(Number(each)) !== each);
        if (wrong < 0) expect([...tensor.data].map(BigInt)).toEqual(integers);
        else expect(() => tensor.data).toThrow(`"x": expected integers that float64 has; [${wrong}] is`);
      }),
    );
    expect(read("U64", [1], bytesOf(BigUint64Array.of(2n ** 63n))).data).toEqual(Float64Array.of(2 ** 63));
    expect(() => read("U64", [1], bytesOf(BigUint64Array.of(2n ** 64n - 1n))).data).toThrow(FormatError);
  });

  it("of complex numbers are pairs", () => {
    const tensor = read("C64", [2], bytesOf(Float32Array.of(1, 2, 3, 4)));
    expect([tensor.shape, tensor.data]).toEqual([[2, 2], Float32Array.of(1, 2, 3, 4)]);
  });

  it("of no known name are listed, and refused when they are asked for", () => {
    const tensor = read("F3", [5], Uint8Array.of(1, 2));
    expect(tensor).toMatchObject({ dtype: "F3", shape: [5], bytes: Uint8Array.of(1, 2) });
    expect(() => tensor.data).toThrow('test: "x": expected a known dtype; got "F3": only its bytes can be had');
  });

  it("are read with no number, and with one without dimensions", () => {
    for (const dtype of dtypes) {
      expect(read(dtype, [0, 3], new Uint8Array()).data).toHaveLength(0);
      const bits = { ...definitions, C64: { bits: 64 } }[dtype]?.bits ?? Number(/\d+/.exec(dtype)![0]);
      if (bits % 8 === 0) expect(read(dtype, [], new Uint8Array(bits / 8)).data).toHaveLength(dtype === "C64" ? 2 : 1);
      else expect(() => read(dtype, [], new Uint8Array(1))).toThrow("to fill data_offsets");
    }
  });

  it("are converted once, and a float32 of the file's own memory not at all", () => {
    const tensor = read("F16", [2], new Uint8Array(4));
    expect(tensor.data).toBe(tensor.data);
  });
});
