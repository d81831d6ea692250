/** Named tensors in one file, in the safetensors format (https://github.com/huggingface/safetensors#format):
 *
 *      8 bytes    N, the header's length, little-endian
 *      N bytes    the header, JSON: { name: { dtype, shape, data_offsets: [begin, end] }, …, "__metadata__": { … } }
 *      the rest   the tensors' numbers, little-endian; no gap, no overlap
 *
 *  Numbers are copied as they lie in memory: the host must be little-endian.
 */

import { describe } from "../core/describe.ts";
import { AlexgradError, FormatError, ShapeError } from "../core/errors.ts";
import { instanceOf, kind, numbers, text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { isRecord } from "./check.ts";
import { DTYPES, type Raw } from "./dtypes.ts";

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

/** `Uint8Array<ArrayBuffer>`, written so that TypeScript before 5.7, where it takes no argument, reads it too. */
type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** The file's bytes. Tensors keep their order; a Float32Array is stored as F32, a Float64Array as F64.
 *  @throws ShapeError if a shape does not fit its data, AlexgradError if a name is reserved, doubled or not Unicode text.
 */
export function encodeSafetensors(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): Bytes {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What `encodeSafetensors` joins: the header, then each tensor's own bytes, not a copy.
 *  @throws as `encodeSafetensors`. */
export function safetensorsParts(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
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
  const start = new Uint8Array(8 + headerLength).fill(0x20, 8);
  new DataView(start.buffer).setBigUint64(0, BigInt(headerLength), true);
  start.set(header, 8);
  return [start, ...entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
}

/** Reads F64 and F32 as they are, and F16 and BF16 widened to float32, into arrays of their own.
 *  Everything the header says is checked before a tensor is allocated.
 *  @param file the name for error messages.
 *  @throws FormatError if the bytes are no safetensors file, or hold a tensor of another dtype.
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  checkArgument("decodeSafetensors", "bytes", bytes, instanceOf("a Uint8Array", Uint8Array));
  checkArgument("decodeSafetensors", "file", file, text);
  const steps = readSafetensors(bytes.length, file);
  let next = steps.next();
  for (; !next.done; next = steps.next()) {
    const { target, offset } = next.value;
    target.set(bytes.subarray(offset, offset + target.length));
  }
  return next.value;
}

/** Memory that wants the file's bytes from an offset on. */
export interface Fill {
  readonly target: Uint8Array;
  readonly offset: number;
}

/** Reads a file of so many bytes, wherever they come from: all of a `Fill` that it yields must be filled before it goes on.
 *  @throws as `decodeSafetensors`. */
export function* readSafetensors(fileLength: number, file: string): Generator<Fill, Safetensors, void> {
  if (fileLength < 8) throw new FormatError(file, `expected at least 8 bytes; got ${fileLength}`);
  const start = new Uint8Array(8);
  yield { target: start, offset: 0 };
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  const limit = Math.min(fileLength - 8, MAX_HEADER_BYTES);
  if (length > limit) {
    throw new FormatError(file, `expected a header of at most ${limit} bytes; got ${length}`, { offset: 0 });
  }
  const text = new Uint8Array(length);
  yield { target: text, offset: 8 };
  const { header, names } = parseHeader(text, file);
  const metadata = header[METADATA] ?? {};
  if (!isRecord(metadata) || !isTexts(metadata)) {
    throw new FormatError(file, `${METADATA} must map names to strings`, { offset: 8 });
  }

  const dataStart = 8 + length;
  const entries = names.filter((name) => name !== METADATA).map((name) => readEntry(name, header[name], file));
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end) {
      const reason = `${JSON.stringify(entry.name)} must begin at ${end}, where the tensor before it ends; got ${entry.begin}`;
      throw new FormatError(file, reason, { offset: dataStart + Math.min(end, entry.begin) });
    }
    end = entry.end;
  }
  if (dataStart + end !== fileLength) {
    const reason = `expected ${end} bytes of tensors, as the header says; got ${fileLength - dataStart}`;
    throw new FormatError(file, reason, { offset: dataStart });
  }

  const tensors = new Map<string, TensorData>();
  for (const { name, shape, begin, make } of entries) {
    const { bytes, numbers } = allocate(name, () => make(product(shape)), file);
    yield { target: bytes, offset: dataStart + begin };
    tensors.set(name, { shape, data: numbers() });
  }
  return { tensors, metadata };
}

function allocate(name: string, make: () => Raw, file: string): Raw {
  try {
    return make();
  } catch (cause) {
    throw new FormatError(file, `${JSON.stringify(name)}: there is no memory for it: ${cause}`, { cause });
  }
}

function parseHeader(text: Uint8Array, file: string) {
  try {
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
    const header: unknown = JSON.parse(json);
    if (!isRecord(header) || json[0] !== "{") throw new SyntaxError("it must begin with {");
    return { header, names: keysInOrder(json) };
  } catch (cause) {
    const reason = String(cause).replace(/\s+/g, " ");
    throw new FormatError(file, `the header is not a JSON object: ${reason}`, { offset: 8, cause });
  }
}

function readEntry(name: string, entry: unknown, file: string) {
  const fail = (reason: string) => new FormatError(file, `${JSON.stringify(name)}: ${reason}`, { offset: 8 });
  if (!isRecord(entry)) throw fail("expected an object");
  const { dtype, shape, data_offsets: offsets } = entry;
  const format = DTYPES.get(dtype);
  if (format === undefined) {
    throw fail(`expected a dtype of ${[...DTYPES.keys()].join(", ")}; got ${describe(dtype)}`);
  }
  if (!isSizes(shape)) throw fail("expected a shape of whole numbers");
  if (!isSizes(offsets) || offsets.length !== 2) throw fail("expected data_offsets of two whole numbers");
  const begin = offsets[0]!;
  const end = offsets[1]!;
  if (end - begin !== product(shape) * format.size) {
    throw fail(`expected shape [${shape.join(", ")}] of ${dtype} to fill data_offsets; got ${begin} to ${end}`);
  }
  return { name, shape, begin, end, make: format.make };
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

function isTexts(record: Record<string, unknown>): record is Record<string, string> {
  return Object.values(record).every((value) => typeof value === "string");
}
