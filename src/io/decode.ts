/** What a safetensors file holds, read from its bytes; see `safetensors.ts` for the format. */

import { FormatError } from "../core/errors.ts";
import { instanceOf, text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { formatOf } from "./dtypes.ts";
import { type Fill, fillFrom } from "./fill.ts";
import { type Entry, type Header, mostHeaderBytes, parseHeader, quoted } from "./header.ts";
import type { TensorData } from "./safetensors.ts";

/** A tensor of a file, as it lies there; its numbers are made of the bytes when they are first asked for. */
export interface StoredTensor extends TensorData {
  /** "F32", "BF16", "I64" …, as the file says. */
  readonly dtype: string;
  /** As the file says; complex numbers (C64) have one more dimension, of 2: the real and the imaginary part. */
  readonly shape: readonly number[];
  /** As they lie in the file, little-endian. Where numbers have less than 8 bits, the first has the lowest bits of the first
   *  byte. */
  readonly bytes: Uint8Array;
  /** Float32Array where float32 has all numbers of the dtype, else Float64Array.
   *  @throws FormatError where an integer is no float64, or the dtype is unknown: then there are the `bytes`. */
  readonly data: Float32Array | Float64Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Map<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

/** Where everything lies in a file. */
export interface Layout extends Header {
  /** Where the tensors' bytes begin. */
  readonly start: number;
}

/** Reads a file's tensors of any dtype. Nothing is converted or copied before it is asked for: `bytes` must stay as they are
 *  for so long. Everything that the header says is checked at once.
 *  @param bytes what the file holds.
 *  @param file the name for error messages.
 *  @returns the tensors, in the file's order, and its texts.
 *  @throws FormatError if the bytes are no safetensors file.
 *
 *  @example
 *  ```ts
 *  import { decodeSafetensors, encodeSafetensors } from "alexgrad/io";
 *
 *  const bytes = encodeSafetensors({ w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  const { tensors } = decodeSafetensors(bytes, "weights.safetensors");
 *  console.log(tensors.get("w")?.data); // Float32Array(2) [ 1, 2 ]
 *  ``` */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  checkArgument("decodeSafetensors", "bytes", bytes, instanceOf("a Uint8Array", Uint8Array));
  checkArgument("decodeSafetensors", "file", file, text);
  const { entries, start, metadata } = fillFrom(bytes, readLayout(bytes.length, file));
  const tensors = entries.map((entry) => {
    // No Buffer, whose slice() would be a view.
    const own = new Uint8Array(bytes.buffer, bytes.byteOffset + start + entry.begin, entry.end - entry.begin);
    return [entry.name, storedTensor(entry, file, own, (own) => own.slice())] as const;
  });
  return { tensors: new Map(tensors), metadata };
}

/** A tensor with these bytes. @param toOwn makes them begin at a multiple of 8, in memory that nobody else writes to. */
export function storedTensor(
  { name, dtype, shape }: Entry,
  file: string,
  bytes: Uint8Array,
  toOwn: (bytes: Uint8Array) => Uint8Array = (own) => own,
): StoredTensor {
  let data: Float32Array | Float64Array | undefined;
  return {
    dtype,
    shape: dtype === "C64" ? [...shape, 2] : shape,
    bytes,
    get data() {
      data ??= decode(name, dtype, toOwn(bytes), file);
      return data;
    },
  };
}

function decode(name: string, dtype: string, bytes: Uint8Array, file: string): Float32Array | Float64Array {
  const format = formatOf(dtype);
  const who = quoted(name);
  if (format === undefined) {
    throw new FormatError(file, `${who}: expected a known dtype; got ${quoted(dtype)}: only its bytes can be had`);
  }
  try {
    return format.decode(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const reason = `${who}: expected integers that float64 has; ${cause.message}: it can be had from the bytes`;
    throw new FormatError(file, reason, { cause });
  }
}

/** Finds out where everything lies in a file of so many bytes, wherever they come from: all of a `Fill` that it yields must
 *  be filled before it goes on.
 *  @throws FormatError if the file is no safetensors file. */
export function* readLayout(fileLength: number, file: string): Generator<Fill, Layout, void> {
  if (fileLength < 8) throw new FormatError(file, `expected at least 8 bytes; got ${fileLength}`);
  const head = new Uint8Array(8);
  yield { target: head, offset: 0 };
  const length = Number(new DataView(head.buffer).getBigUint64(0, true));
  const limit = Math.min(fileLength - 8, mostHeaderBytes);
  if (length > limit) {
    throw new FormatError(file, `expected a header of at most ${limit} bytes; got ${length}`, { offset: 0 });
  }
  const json = new Uint8Array(length);
  yield { target: json, offset: 8 };
  const header = parseHeader(json, fileLength - 8 - length, file);
  checkLayout(header.entries, fileLength, 8 + length, file);
  return { ...header, start: 8 + length };
}

/** @throws FormatError unless the tensors fill the file from `start` to its end, without a gap or an overlap. */
function checkLayout(entries: readonly Entry[], fileLength: number, start: number, file: string): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end) {
      const reason = `${quoted(entry.name)} must begin at ${end}, where the tensor before it ends; got ${entry.begin}`;
      throw new FormatError(file, reason, { offset: start + Math.min(end, entry.begin) });
    }
    end = entry.end;
  }
  if (start + end !== fileLength) {
    const reason = `expected ${end} bytes of tensors, as the header says; got ${fileLength - start}`;
    throw new FormatError(file, reason, { offset: start });
  }
}
