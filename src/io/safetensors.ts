/** Named tensors in one file, in the safetensors format (https://github.com/huggingface/safetensors#format):
 *
 *      8 bytes    N, the header's length, little-endian
 *      N bytes    the header, JSON: { name: { dtype, shape, data_offsets: [begin, end] }, …, "__metadata__": { … } }
 *      the rest   the tensors' numbers, little-endian; no gap, no overlap
 *
 *  Numbers are copied as they lie in memory: the host must be little-endian.
 */

import { AlexgradError, FormatError, ShapeError } from "../core/errors.ts";
import { instanceOf, kind, numbers, text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";

/** A tensor's numbers, row-major, and its shape. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** A Map, a list of pairs, or a record. */
export type NamedTensors = Iterable<readonly [name: string, tensor: TensorData]> | Readonly<Record<string, TensorData>>;

export interface Safetensors {
  readonly tensors: Map<string, TensorData>;
  readonly metadata: Record<string, string>;
}

const METADATA = "__metadata__";
/** The limit of the format's own reader. */
const MAX_HEADER_BYTES = 100_000_000;

/** Bytes per number, and how a tensor's bytes become an array: by copy, as they may lie at an odd address. */
const DTYPES = new Map<unknown, { size: number; read(bytes: Uint8Array): TensorData["data"] }>([
  ["F64", { size: 8, read: (bytes) => new Float64Array(copy(bytes)) }],
  ["F32", { size: 4, read: (bytes) => new Float32Array(copy(bytes)) }],
  ["F16", { size: 2, read: (bytes) => new Float32Array(new Uint16Array(copy(bytes))).map(widenHalf) }],
  ["BF16", { size: 2, read: (bytes) => widenBfloat16(new Uint16Array(copy(bytes))) }],
]);

const named = kind("a Map, a list of pairs or a record", (value): value is NamedTensors => {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
});
const namedData = kind(
  "[name, { shape, data: Float32Array or Float64Array }]",
  (value): value is [string, TensorData] => {
    if (!Array.isArray(value) || typeof value[0] !== "string") return false;
    const tensor: unknown = value[1];
    if (typeof tensor !== "object" || tensor === null || !("shape" in tensor && "data" in tensor)) return false;
    return (
      numbers.accepts(tensor.shape) && (tensor.data instanceof Float32Array || tensor.data instanceof Float64Array)
    );
  },
);
const texts = kind(
  "a record of strings",
  (value): value is Record<string, string> => isRecord(value) && isTexts(value),
);

/** The file's bytes. Tensors keep their order; a Float32Array is stored as F32, a Float64Array as F64.
 *  @throws ShapeError if a shape does not fit its data, AlexgradError if a name is reserved, doubled or not Unicode text.
 */
export function encodeSafetensors(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  checkArgument("encodeSafetensors", "tensors", tensors, named);
  checkArgument("encodeSafetensors", "metadata", metadata, texts);
  const entries = Symbol.iterator in tensors ? [...tensors] : Object.entries(tensors);
  const taken = new Set([METADATA]);
  // Members are joined by hand, because an object would move names like "10" to the front.
  const members: string[] = [];
  for (const text of Object.entries(metadata).flat()) requireText(text);
  if (Object.keys(metadata).length > 0) members.push(`"${METADATA}":${JSON.stringify(metadata)}`);
  let end = 0;
  for (const entry of entries) {
    checkArgument("encodeSafetensors", "each of tensors", entry, namedData);
    const [name, { shape, data }] = entry;
    requireText(name);
    if (taken.has(name)) {
      throw new AlexgradError(`encodeSafetensors: the name ${JSON.stringify(name)} is already taken`);
    }
    taken.add(name);
    if (!shape.every(isSize) || product(shape) !== data.length) {
      throw new ShapeError(
        `encodeSafetensors: expected ${JSON.stringify(name)} to have as many numbers as its shape [${shape.join(", ")}] says; got ${data.length}`,
      );
    }
    const begin = end;
    end += data.byteLength;
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
  }

  const header = new TextEncoder().encode(`{${members.join(",")}}`);
  // Spaces after the JSON start the numbers at a multiple of 8 bytes.
  const headerLength = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(header, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads F64 and F32 as they are, and F16 and BF16 widened to float32, into arrays of their own.
 *  Everything the header says is checked before a tensor is allocated.
 *  @param file the name for error messages.
 *  @throws FormatError if the bytes are no safetensors file, or hold a tensor of another dtype.
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  checkArgument("decodeSafetensors", "bytes", bytes, instanceOf("a Uint8Array", Uint8Array));
  checkArgument("decodeSafetensors", "file", file, text);
  const { header, names, dataStart } = readHeader(bytes, file);
  const metadata = header[METADATA] ?? {};
  if (!isRecord(metadata) || !isTexts(metadata)) {
    throw new FormatError(file, `${METADATA} must map names to strings`, { offset: 8 });
  }

  const entries = names.filter((name) => name !== METADATA).map((name) => readEntry(name, header[name], file));
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end) {
      const reason = `${JSON.stringify(entry.name)} must begin at ${end}, where the tensor before it ends; got ${entry.begin}`;
      throw new FormatError(file, reason, { offset: dataStart + Math.min(end, entry.begin) });
    }
    end = entry.end;
  }
  if (dataStart + end !== bytes.length) {
    const reason = `expected ${end} bytes of tensors, as the header says; got ${bytes.length - dataStart}`;
    throw new FormatError(file, reason, { offset: dataStart });
  }

  const tensors = new Map<string, TensorData>();
  for (const { name, shape, begin, end, read } of entries) {
    tensors.set(name, { shape, data: read(bytes.subarray(dataStart + begin, dataStart + end)) });
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array, file: string) {
  if (bytes.length < 8) throw new FormatError(file, `expected at least 8 bytes; got ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const limit = Math.min(bytes.length - 8, MAX_HEADER_BYTES);
  if (length > limit) {
    throw new FormatError(file, `expected a header of at most ${limit} bytes; got ${length}`, { offset: 0 });
  }
  const dataStart = 8 + length;
  try {
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, dataStart));
    const header: unknown = JSON.parse(json);
    if (!isRecord(header) || json[0] !== "{") throw new SyntaxError("it must begin with {");
    return { header, names: keysInOrder(json), dataStart };
  } catch (cause) {
    throw new FormatError(file, `the header is not a JSON object: ${cause}`, { offset: 8, cause });
  }
}

function readEntry(name: string, entry: unknown, file: string) {
  const fail = (reason: string) => new FormatError(file, `${JSON.stringify(name)}: ${reason}`, { offset: 8 });
  if (!isRecord(entry)) throw fail("expected an object");
  const { dtype, shape, data_offsets: offsets } = entry;
  const format = DTYPES.get(dtype);
  if (format === undefined) {
    const got = typeof dtype === "string" ? dtype : typeof dtype;
    throw fail(`expected a dtype of ${[...DTYPES.keys()].join(", ")}; got ${got}`);
  }
  if (!isSizes(shape)) throw fail("expected a shape of whole numbers");
  if (!isSizes(offsets) || offsets.length !== 2) throw fail("expected data_offsets of two whole numbers");
  const begin = offsets[0]!;
  const end = offsets[1]!;
  if (end - begin !== product(shape) * format.size) {
    throw fail(`expected shape [${shape.join(", ")}] of ${dtype} to fill data_offsets; got ${begin} to ${end}`);
  }
  return { name, shape, begin, end, read: format.read };
}

/** The keys of a JSON object in the order of its text, which JSON.parse gives up for keys like "10".
 *  @param json text that JSON.parse took.
 *  @throws SyntaxError where an object has a key twice, which JSON.parse lets pass.
 */
function keysInOrder(json: string): string[] {
  const top = new Set<string>();
  const open: Set<string>[] = [];
  const colon = /\s*:/y;
  for (let i = 0; i < json.length; i++) {
    if (json[i] === "{") open.push(open.length === 0 ? top : new Set());
    else if (json[i] === "}") open.pop();
    else if (json[i] === '"') {
      const start = i++;
      for (; json[i] !== '"'; i++) if (json[i] === "\\") i++;
      colon.lastIndex = i + 1;
      if (!colon.test(json)) continue;
      const key: string = JSON.parse(json.slice(start, i + 1));
      if (open.at(-1)!.has(key)) throw new SyntaxError(`the key ${JSON.stringify(key)} comes twice`);
      open.at(-1)!.add(key);
    }
  }
  return [...top];
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
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

/** Half a surrogate pair has no UTF-8. */
function requireText(text: string): void {
  if (/\p{Surrogate}/u.test(text)) {
    throw new AlexgradError(`encodeSafetensors: ${JSON.stringify(text)} is not Unicode text`);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isSize);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(record: Record<string, unknown>): record is Record<string, string> {
  return Object.values(record).every((value) => typeof value === "string");
}
