/** Named tensors in one file, in the safetensors format (https://github.com/huggingface/safetensors#format):
 *
 *      8 bytes    N, the header's length, little-endian
 *      N bytes    the header, JSON: { name: { dtype, shape, data_offsets: [begin, end] }, …, "__metadata__": { … } }
 *      the rest   the tensors' numbers, little-endian; no gap, no overlap
 *
 *  Numbers are copied as they lie in memory: the host must be little-endian.
 */

import { AlexgradError, ShapeError } from "../core/errors.ts";
import { kind, numbers } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { isRecord } from "./check.ts";
import { METADATA, mostDimensions, mostHeaderBytes } from "./header.ts";

/** A tensor's numbers, row-major, and its shape. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** A Map, a list of pairs, or a record. */
export type NamedTensors = Iterable<readonly [name: string, tensor: TensorData]> | Readonly<Record<string, TensorData>>;

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
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** The file's bytes. A Float64Array is stored as F64, a Float32Array as F32: the wider ones first, so that all lie at
 *  multiples of their size, and of these in the order of their names.
 *  @param tensors their numbers by name.
 *  @param metadata texts to keep with them. Default: none.
 *  @returns what the file holds.
 *  @throws ShapeError if a shape does not fit its data, AlexgradError if a name is reserved, doubled or not Unicode text.
 *
 *  @example
 *  ```ts
 *  import { encodeSafetensors } from "alexgrad/io";
 *
 *  const bytes = encodeSafetensors({ w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  console.log(bytes.length); // 72
 *  ``` */
export function encodeSafetensors(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): Bytes {
  const parts = safetensorsParts(inFileOrder(tensors), metadata);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The tensors in the order in which a file has them. @throws ArgumentError if they are none. */
export function inFileOrder(tensors: NamedTensors): (readonly [name: string, tensor: TensorData])[] {
  return entriesOf(tensors).sort(([a, { data: one }], [b, { data: other }]) => {
    return other.BYTES_PER_ELEMENT - one.BYTES_PER_ELEMENT || (a < b ? -1 : 1);
  });
}

function entriesOf(tensors: NamedTensors): (readonly [name: string, tensor: TensorData])[] {
  checkArgument("encodeSafetensors", "tensors", tensors, named);
  const entries = Symbol.iterator in tensors ? [...tensors] : Object.entries(tensors);
  for (const entry of entries) checkArgument("encodeSafetensors", "each of tensors", entry, namedData);
  return entries;
}

/** What `encodeSafetensors` joins, but for tensors in the order that they are given in: the header, then each tensor's own
 *  bytes, not a copy.
 *  @throws as `encodeSafetensors`. */
export function safetensorsParts(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  checkArgument("encodeSafetensors", "metadata", metadata, texts);
  const entries = entriesOf(tensors);
  const taken = new Set([METADATA]);
  // Members are joined by hand, because an object would move names like "10" to the front.
  const members: string[] = [];
  for (const text of Object.entries(metadata).flat()) requireText(text);
  if (Object.keys(metadata).length > 0) members.push(`"${METADATA}":${JSON.stringify(metadata)}`);
  let end = 0;
  for (const [name, { shape, data }] of entries) {
    requireText(name);
    if (taken.has(name)) {
      throw new AlexgradError(`encodeSafetensors: the name ${JSON.stringify(name)} is already taken`);
    }
    taken.add(name);
    if (shape.length > mostDimensions) {
      throw new ShapeError(
        `encodeSafetensors: expected ${JSON.stringify(name)} to have at most ${mostDimensions} dimensions; got ${shape.length}`,
      );
    }
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
  if (headerLength > mostHeaderBytes) {
    throw new AlexgradError(
      `encodeSafetensors: expected names and shapes that take at most ${mostHeaderBytes} bytes; got ${headerLength}`,
    );
  }
  const start = new Uint8Array(8 + headerLength).fill(0x20, 8);
  new DataView(start.buffer).setBigUint64(0, BigInt(headerLength), true);
  start.set(header, 8);
  return [start, ...entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
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

function isTexts(record: Record<string, unknown>): record is Record<string, string> {
  return Object.values(record).every((value) => typeof value === "string");
}
