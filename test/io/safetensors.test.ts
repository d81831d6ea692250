import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlexgradError, FormatError, ShapeError } from "../../src/core/errors.ts";
import { decodeSafetensors, encodeSafetensors, type TensorData } from "../../src/io/index.ts";

/** A file by hand: a header of the length it says, then the numbers. */
function fileOf(header: unknown, numbers: readonly number[] = [], length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array([...new Uint8Array(8), ...json, ...numbers]);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  return bytes;
}

const entry = (dtype: string, shape: readonly number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

/** Bits tell −0 from 0 and one NaN from another. */
const bits = ({ data }: TensorData) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex");

const names = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__");
const tensors: fc.Arbitrary<TensorData> = fc
  .record({ shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }), wide: fc.boolean() })
  .chain(({ shape, wide }) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const size = { minLength: length, maxLength: length };
    return (wide ? fc.float64Array(size) : fc.float32Array(size)).map((data) => ({ shape, data }));
  });
const named = fc.uniqueArray(fc.tuple(names, tensors), { selector: ([name]) => name, maxLength: 5 });
const texts = fc.dictionary(names, fc.string({ unit: "binary" }), { maxKeys: 3 });

describe("safetensors round trip", () => {
  it("gives back names, shapes, bits and metadata from any address, the wide ones first, then by name", () => {
    fc.assert(
      fc.property(named, texts, fc.integer({ min: 0, max: 7 }), (input, metadata, shift) => {
        const bytes = encodeSafetensors(input, metadata);
        // A Buffer, because its slice() is a view.
        const shifted = Buffer.concat([new Uint8Array(shift), bytes]).subarray(shift);
        const output = decodeSafetensors(shifted, "test");
        expect(Object.entries(output.metadata)).toEqual(Object.entries(metadata));
        const wide = (at: Float32Array | Float64Array) => at instanceof Float64Array;
        const sorted = [true, false].flatMap((isWide) => {
          return input
            .filter(([, { data }]) => wide(data) === isWide)
            .map(([name]) => name)
            .sort();
        });
        expect([...output.tensors.keys()]).toEqual(sorted);
        for (const [name, tensor] of input) {
          const got = output.tensors.get(name)!;
          expect(got.shape).toEqual(tensor.shape);
          expect(got.data.constructor).toBe(tensor.data.constructor);
          expect(bits(got)).toBe(bits(tensor));
        }
      }),
    );
  });

  it("takes names like numbers for names, and names of Object's own", () => {
    const tensor = { shape: [], data: new Float32Array([1]) };
    const order = ["", "10", "2", "__proto__", "b", "constructor", '{"\\'];
    const { tensors, metadata } = decodeSafetensors(
      encodeSafetensors(
        order.map((name) => [name, tensor] as const),
        JSON.parse('{"__proto__": "text"}'),
      ),
      "test",
    );
    expect([...tensors.keys()]).toEqual(order);
    expect(Object.entries(metadata)).toEqual([["__proto__", "text"]]);
  });

  it("takes a Map and a record, and views into larger buffers", () => {
    const view = { shape: [2], data: new Float32Array([1, 2, 3, 4]).subarray(1, 3) };
    const bytes = encodeSafetensors({ view });
    expect(encodeSafetensors(new Map([["view", view]]))).toEqual(bytes);
    expect([...decodeSafetensors(bytes, "test").tensors.get("view")!.data]).toEqual([2, 3]);
  });

  it("refuses to write what it could not read back", () => {
    const data = new Float32Array(2);
    expect(() => encodeSafetensors({ w: { shape: [3], data } })).toThrow(ShapeError);
    expect(() => encodeSafetensors({ w: { shape: [-1, -2], data } })).toThrow(ShapeError);
    const pair = ["w", { shape: [2], data }] as const;
    for (const encode of [
      () => encodeSafetensors([pair, pair]),
      () => encodeSafetensors([["__metadata__", pair[1]]]),
      () => encodeSafetensors([["\ud800", pair[1]]]),
      () => encodeSafetensors([], { note: "\udc00" }),
    ]) {
      expect(encode).toThrow(AlexgradError);
    }
  });
});

describe("safetensors format", () => {
  it("is, byte for byte, the published one", () => {
    const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    const padding = "  ";
    expect((header + padding).length).toBe(56);
    const golden = Buffer.concat([
      Buffer.from("3800000000000000", "hex"),
      Buffer.from(header + padding),
      // 1 and −2.5, little-endian
      Buffer.from("0000803f000020c0", "hex"),
    ]);
    expect(Buffer.from(encodeSafetensors({ a: { shape: [2], data: new Float32Array([1, -2.5]) } }))).toEqual(golden);
    expect([...decodeSafetensors(golden, "test").tensors.get("a")!.data]).toEqual([1, -2.5]);
  });

  it("widens F16 and BF16 to float32", () => {
    // Zeros, ones, the largest, the smallest, the smallest normal, infinities and NaN.
    const halves = [0x0000, 0x8000, 0x3c00, 0xbc00, 0x7bff, 0x0001, 0x0400, 0x3555, 0x7c00, 0xfc00, 0x7e00];
    const bfloats = [0x3f80, 0xc020, 0x7f80, 0x0001, 0x7fc0];
    const numbers = [...new Uint8Array(new Uint16Array([...halves, ...bfloats]).buffer)];
    const file = fileOf({ h: entry("F16", [11], 0, 22), b: entry("BF16", [5], 22, 32) }, numbers);
    const { tensors } = decodeSafetensors(file, "test");
    expect(tensors.get("h")!.data).toEqual(
      new Float32Array([0, -0, 1, -1, 65504, 2 ** -24, 2 ** -14, 1365 / 4096, Infinity, -Infinity, NaN]),
    );
    expect(tensors.get("b")!.data).toEqual(new Float32Array([1, -2.5, Infinity, 2 ** -133, NaN]));
  });

  it("takes tensors in another order than the header's, and an empty file of tensors", () => {
    const file = fileOf(
      { b: entry("F32", [1], 4, 8), a: entry("F32", [1], 0, 4), e: entry("F32", [0], 4, 4) },
      [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40],
    );
    const { tensors } = decodeSafetensors(file, "test");
    expect([...tensors].map(([name, { data }]) => [name, [...data]])).toEqual([
      ["b", [2]],
      ["a", [1]],
      ["e", []],
    ]);
    expect(decodeSafetensors(fileOf("{}"), "test")).toEqual({ tensors: new Map(), metadata: {} });
  });

  const empty = JSON.stringify(entry("F32", [0], 0, 0));
  const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  it.each<[what: string, bytes: Uint8Array, message: RegExp]>([
    ["fewer than 8 bytes", new Uint8Array(7), /at least 8 bytes; got 7/],
    ["a header longer than the file", fileOf("{}", [], 3n), /at most 2 bytes; got 3 \(at byte 0\)/],
    ["a header of 2^64 − 1 bytes", fileOf("{}", [], 2n ** 64n - 1n), /at most 2 bytes/],
    ["no JSON", fileOf("{"), /JSON/],
    ["JSON after a space", fileOf(" {}"), /begin with {/],
    ["an array", fileOf([]), /begin with {/],
    ["a byte order mark", fileOf("\ufeff{}"), /JSON/],
    ["a name twice", fileOf(`{"a":${empty},"\\u0061" :${empty}}`), /"a" comes twice/],
    ["a field twice", fileOf('{"a":{"shape":[0],"shape":[1]}}'), /"shape" comes twice/],
    ["an entry that is no object", fileOf({ a: 1 }), /"a": expected an object/],
    ["__proto__ that is no object", fileOf('{"__proto__":1}'), /"__proto__": expected an object/],
    [
      "metadata that is no text",
      fileOf({ __metadata__: { a: 1 } }),
      /"__metadata__": expected names with text in quotes; got "1"/,
    ],
    ["a tensor called __metadata__", fileOf({ __metadata__: entry("F32", [0], 0, 0) }), /expected names with text in/],
    ["no dtype", fileOf({ a: {} }), /"a": expected a dtype/],
    ["a negative size", fileOf({ a: entry("F32", [-1], 0, 4) }, [0, 0, 0, 0]), /whole numbers/],
    ["a broken size", fileOf({ a: entry("F32", [0.5, 2], 0, 4) }, [0, 0, 0, 0]), /whole numbers/],
    ["a size too large to count", fileOf({ a: entry("F32", [2 ** 53, 0], 0, 0) }), /whole numbers/],
    ["a product too large", fileOf({ a: entry("F32", [2 ** 40, 2 ** 40], 0, 4) }, [0, 0, 0, 0]), /to fill/],
    ["one offset", fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}'), /data_offsets of two/],
    ["offsets in reverse", fileOf({ a: entry("F32", [1], 4, 0) }, [0, 0, 0, 0]), /to fill/],
    ["offsets of another size", fileOf({ a: entry("F32", [1], 0, 8) }, [0, 0, 0, 0]), /to fill/],
    ["offsets outside the file", fileOf({ a: entry("F32", [2 ** 40], 0, 2 ** 42) }), /more bytes than the file/],
    [
      "seventeen fields",
      fileOf({ a: Object.fromEntries([...new Array(17).keys()].map((i) => [`f${i}`, 0])) }),
      /at most 16/,
    ],
    ["a hole", fileOf({ a: entry("F32", [0], 4, 4) }, [0, 0, 0, 0]), /"a" must begin at 0/],
    [
      "an overlap",
      fileOf({ a: entry("F32", [1], 0, 4), b: entry("F32", [1], 0, 4) }, [0, 0, 0, 0]),
      /"b": .* more bytes/,
    ],
    [
      "an overlap that leaves bytes over",
      fileOf({ a: entry("U8", [2], 0, 2), b: entry("U8", [2], 1, 3) }, [0, 0, 0, 0]),
      /"b" must begin at 2/,
    ],
    ["bytes left over", fileOf({ a: entry("F32", [1], 0, 4) }, [0, 0, 0, 0, 0]), /expected 4 bytes.*got 5/],
    ["two members without a comma", fileOf(`{"a":${empty}"b":${empty}}`), /expected , or }/],
    [
      "no dtype, but a wrong size",
      fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      /expected a dtype/,
    ],
    ["a number with a point", fileOf(`{"a":${empty.replace("[0]", "[1.0]")}}`), /whole numbers in digits; got "."/],
    ["a number with an exponent", fileOf(`{"a":${empty.replace("[0]", "[1e3]")}}`), /whole numbers in digits; got "e"/],
    ["−0", fileOf(`{"a":${empty.replace("[0]", "[-0]")}}`), /whole numbers in digits; got "-"/],
    ["00", fileOf(`{"a":${empty.replace("[0]", "[00]")}}`), /whole numbers in digits/],
    ["a product that overflows before its zero", fileOf({ a: entry("F32", [2 ** 40, 2 ** 40, 0], 0, 0) }), /to fill/],
    ["65 dimensions", fileOf({ a: entry("F32", new Array(65).fill(1), 0, 4) }, [0, 0, 0, 0]), /at most 64 numbers/],
    ["three offsets", fileOf('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0,0]}}'), /at most 2 numbers/],
    ["an object in an entry", fileOf('{"a":{"more":{}}}'), /expected whole numbers in digits; got "{"/],
    ["a list in a list", fileOf('{"a":{"shape":[[1]]}}'), /expected whole numbers in digits; got "\["/],
    ["half a byte", fileOf({ a: entry("F4", [3], 0, 2) }, [0, 0]), /to fill/],
    ["NUL behind the header", fileOf("{}\0"), /nothing but spaces behind the last }; got "\\u0000"/],
    ["half a surrogate pair", fileOf('{"\\ud800":1}'), /half a surrogate pair/],
    ["no UTF-8", fileOf("{}").with(9, 0xff), /expected text in quotes/],
    ["a name that is no UTF-8", fileOf('{"a":1}').with(10, 0xff), /text in JSON and UTF-8/],
    ["a line break in a name", fileOf('{"\n":1}'), /expected text in quotes; got "\\n"/],
    ["deep nesting", fileOf(`{"a":{"dtype":${nested},"shape":${nested}}}`), /"a": expected text in quotes; got "\["/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "model.safetensors")).toThrow(FormatError);
    expect(() => decodeSafetensors(bytes, "model.safetensors")).toThrow(message);
  });

  it("answers damage with a FormatError or a correct reading, never with another error", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(named, texts, damage, fc.option(fc.nat()), (input, metadata, changes, cut) => {
        const whole = encodeSafetensors(input, metadata);
        for (const [at, value] of changes) whole[at % whole.length] = value;
        const bytes = cut === null ? whole : whole.subarray(0, cut % whole.length);
        try {
          const decoded = decodeSafetensors(bytes, "test");
          for (const { shape, data } of decoded.tensors.values()) {
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses every truncation", () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: new Float64Array(2) } }, { note: "é" });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), "test")).toThrow(FormatError);
    }
  });
});
