/** What a zip file holds, as far as PyTorch writes it: entries that are stored as they are. The format: PKWARE's APPNOTE 6.3.10,
 *  sections 4.3 to 4.5; its numbers are little-endian. */

import { FormatError } from "../../core/errors.ts";
import type { Fill } from "../fill.ts";
import { quoted } from "../header.ts";

/** A file within the file. */
export interface ZipEntry {
  readonly name: string;
  /** Where its bytes lie. */
  readonly begin: number;
  readonly end: number;
  /** Their CRC-32. */
  readonly crc: number;
}

const signatures = { entry: 0x02014b50, local: 0x04034b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 };
const sizes = { entry: 46, local: 30, end: 22, end64: 56, locator: 20 };
const mostEntries = 2 ** 17;
const mostDirectoryBytes = 2 ** 24;
const mostComment = 2 ** 16 - 1;

/** Whether bytes are the first of a zip file. */
export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0, true) === signatures.local;
}

/** Finds a file's entries. All of a `Fill` that it yields must be filled before it goes on.
 *  @throws FormatError if it is no zip file, is damaged, or has an entry that is compressed, encrypted, doubled or lies
 *  across another. */
export function* readZip(fileLength: number, file: string): Generator<Fill, ZipEntry[], void> {
  const { count, size, offset } = yield* readEnd(fileLength, file);
  if (count > mostEntries || size > mostDirectoryBytes) {
    throw new FormatError(file, `expected at most ${mostEntries} entries; got ${count} in ${size} bytes`);
  }
  const directory = yield* take(offset, size, fileLength, file, "the table of contents");
  const entries: (ZipEntry & { readonly header: number })[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + sizes.entry > size || directory.getUint32(at, true) !== signatures.entry) {
      throw new FormatError(file, `expected ${count} entries; got ${i}`, { offset: offset + at });
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.getUint16(at + field, true));
    const end = at + sizes.entry + nameLength + extraLength + commentLength;
    if (end > size) throw new FormatError(file, `entry ${i} goes beyond the table`, { offset: offset + at });
    const nameBytes = bytesOf(directory, at + sizes.entry, nameLength);
    const name = decodeName(nameBytes, file);
    const length = stored(directory, at, name, file);
    const header = wide(directory, at, nameLength, extraLength, 42);
    const local = yield* take(header, sizes.local + nameLength, fileLength, file, quoted(name));
    if (
      local.getUint32(0, true) !== signatures.local ||
      !sameBytes(bytesOf(local, sizes.local, nameLength), nameBytes)
    ) {
      throw new FormatError(file, `${quoted(name)} is not where the table of contents has it`, { offset: header });
    }
    const begin = header + sizes.local + nameLength + local.getUint16(28, true);
    if (begin + length > fileLength) {
      throw new FormatError(file, `${quoted(name)} goes beyond the end: it was cut off`, { offset: begin });
    }
    entries.push({ name, begin, end: begin + length, crc: directory.getUint32(at + 16, true), header });
    at = end;
  }
  checkApart(entries, file);
  return entries;
}

/** Where the table of contents lies. */
function* readEnd(
  fileLength: number,
  file: string,
): Generator<Fill, { count: number; size: number; offset: number }, void> {
  const tailLength = Math.min(fileLength, sizes.end + mostComment);
  const start = fileLength - tailLength;
  const tail = yield* take(start, tailLength, fileLength, file, "the end");
  let at = tailLength - sizes.end;
  while (
    at >= 0 &&
    !(tail.getUint32(at, true) === signatures.end && at + sizes.end + tail.getUint16(at + 20, true) === tailLength)
  )
    at--;
  if (at < 0) throw new FormatError(file, "is no zip file, or was cut off: it has no table of contents");
  const plain = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  const isWide = at >= sizes.locator && tail.getUint32(at - sizes.locator, true) === signatures.locator;
  if (!isWide) return plain;
  const wideEnd = yield* take(bigAt(tail, at - 12), sizes.end64, fileLength, file, "the end");
  if (wideEnd.getUint32(0, true) !== signatures.end64) throw new FormatError(file, "its zip64 end is damaged");
  return { count: bigAt(wideEnd, 32), size: bigAt(wideEnd, 40), offset: bigAt(wideEnd, 48) };
}

/** The length of an entry that is stored as it is. */
function stored(directory: DataView, at: number, name: string, file: string): number {
  const [flags, method] = [directory.getUint16(at + 8, true), directory.getUint16(at + 10, true)];
  if (flags & 1) throw new FormatError(file, `${quoted(name)} is encrypted`);
  if (method !== 0)
    throw new FormatError(file, `${quoted(name)} is compressed (method ${method}); PyTorch stores as it is`);
  const [nameLength, extraLength] = [directory.getUint16(at + 28, true), directory.getUint16(at + 30, true)];
  const [packed, length] = [20, 24].map((field) => wide(directory, at, nameLength, extraLength, field));
  if (packed !== length) throw new FormatError(file, `${quoted(name)} has ${packed} bytes for ${length}`);
  return length;
}

/** A field of an entry; where its 32 bits are ones, the extra field of zip64 has it, those that are there in this order. */
function wide(directory: DataView, at: number, nameLength: number, extraLength: number, field: number): number {
  const ones = 0xffffffff;
  const value = directory.getUint32(at + field, true);
  if (value !== ones) return value;
  const before = [24, 20, 42].filter((other) => directory.getUint32(at + other, true) === ones).indexOf(field);
  const start = at + sizes.entry + nameLength;
  for (let extra = start; extra + 4 <= start + extraLength; ) {
    const [id, length] = [directory.getUint16(extra, true), directory.getUint16(extra + 2, true)];
    if (id === 1 && length >= 8 * (before + 1) && extra + 4 + length <= start + extraLength)
      return bigAt(directory, extra + 4 + 8 * before);
    extra += 4 + length;
  }
  return value;
}

/** @throws FormatError unless each name comes once, and no two entries share a byte. */
function checkApart(entries: readonly (ZipEntry & { readonly header: number })[], file: string): void {
  const names = new Set<string>();
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.header - b.header)) {
    if (names.has(entry.name)) throw new FormatError(file, `${quoted(entry.name)} comes twice`);
    if (entry.header < end)
      throw new FormatError(file, `${quoted(entry.name)} lies across another entry`, { offset: entry.header });
    names.add(entry.name);
    end = entry.end;
  }
}

/** @throws FormatError if the file does not have these bytes. */
export function* take(
  begin: number,
  length: number,
  fileLength: number,
  file: string,
  what: string,
): Generator<Fill, DataView, void> {
  if (!(begin + length <= fileLength)) throw new FormatError(file, `${what} goes beyond the end: it was cut off`);
  const target = new Uint8Array(length);
  yield { target, offset: begin };
  return viewOf(target);
}

function decodeName(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(file, "an entry's name is not UTF-8", { cause });
  }
}

/** 64 bits as a number; ∞ where they are none that is exact. */
function bigAt(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
const bytesOf = (view: DataView, at: number, length: number) =>
  new Uint8Array(view.buffer, view.byteOffset + at, length);
const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
