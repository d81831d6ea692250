import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FormatError } from "../core/errors.ts";
import { openFile, withFile } from "../io/open.node.ts";
import { reading, unreadable } from "../io/reading.node.ts";
import type { FileSource, OpenFile } from "./fileSource.ts";

const GZIP_MAGIC = 0x1f8b;
/** DEFLATE cannot shrink its input by more. */
export const MOST_EXPANSION = 1032;
/** Records are read in pieces of about this size. */
const pieceBytes = 2 ** 20;

/** The bytes of a file, front to back; a gzip, known by its magic and not by its name, comes unpacked.
 *  @throws FormatError, while reading, if the file cannot be read or its gzip is damaged or cut off. */
export async function* streamBytes(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  await using handle = await openFile(file, { followLink: true });
  const { bytes } = await unpack(file, handle.createReadStream({ start: 0, autoClose: false }));
  yield* bytes;
}

async function unpack(file: string, raw: AsyncIterable<Uint8Array>) {
  const iterator = raw[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  while (Buffer.concat(head).length < 2) {
    const next = await reading(file, iterator.next());
    if (next.done) break;
    head.push(next.value);
  }
  const magic = Buffer.concat(head).subarray(0, 2);
  const isGzip = magic.length === 2 && magic.readUInt16BE() === GZIP_MAGIC;
  async function* whole() {
    yield* head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* isGzip ? pipeline(Readable.from(whole()), createGunzip(), () => {}) : whole();
    } catch (cause) {
      throw unreadable(file, cause);
    } finally {
      await iterator.return?.();
    }
  }
  return { isGzip, bytes: bytes() };
}

/** Opens a file to be read front to back; closes it whatever happens. */
export function withContent<Result>(
  file: string,
  use: (open: Omit<OpenFile, "path">) => Promise<Result>,
): Promise<Result> {
  const open = (handle: FileHandle, { size }: Stats) =>
    use({ size, content: handle.createReadStream({ start: 0, autoClose: false }) });
  return withFile(file, open, { followLink: true });
}

/** Reads each of the wanted files of a source, in whatever order suits it.
 *  @param read must take all of a file's bytes.
 *  @throws FormatError if one of them is no longer there. */
export async function readFiles(
  source: FileSource,
  paths: readonly string[],
  read: (path: string, reader: ByteReader) => Promise<void>,
): Promise<void> {
  const missing = new Set(paths);
  await source.visit(missing, async ({ path, size, content }) => {
    missing.delete(path);
    await ByteReader.over(source.locate(path), content, size, (reader) => read(path, reader));
  });
  for (const path of missing) throw new FormatError(source.locate(path), "changed while it was read");
}

/** Takes a file apart piece by piece, so that a header can be checked before anything of its size is allocated. */
export class ByteReader {
  readonly file: string;
  /** No more bytes than this can come. */
  readonly #most: number;
  readonly #stream: AsyncGenerator<Uint8Array, void, undefined>;
  #buffered: Uint8Array = new Uint8Array();
  #offset = 0;

  private constructor(file: string, stream: AsyncGenerator<Uint8Array, void, undefined>, most: number) {
    this.file = file;
    this.#stream = stream;
    this.#most = most;
  }

  /** Opens a file, hands its reader to `read`, and closes it whatever happens. */
  static use<Result>(file: string, read: (reader: ByteReader) => Promise<Result>): Promise<Result> {
    return withContent(file, ({ content, size }) => ByteReader.over(file, content, size, read));
  }

  /** The same for the bytes of a file that is open. @param size of all of them, at most. */
  static async over<Result>(
    file: string,
    content: AsyncIterable<Uint8Array>,
    size: number,
    read: (reader: ByteReader) => Promise<Result>,
  ): Promise<Result> {
    const { isGzip, bytes } = await unpack(file, content);
    try {
      return await read(new ByteReader(file, bytes, isGzip ? size * MOST_EXPANSION : size));
    } finally {
      await bytes.return();
    }
  }

  /** The next `count` bytes, or what is left of the file if that is less. */
  async upTo(count: number): Promise<Uint8Array> {
    const bytes = this.#allocate(Math.min(count, this.#most - this.#offset));
    let filled = 0;
    while (filled < bytes.length) {
      if (this.#buffered.length === 0) {
        const next = await this.#stream.next();
        if (next.done) break;
        this.#buffered = next.value;
      }
      const piece = this.#buffered.subarray(0, bytes.length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.#buffered = this.#buffered.subarray(piece.length);
    }
    this.#offset += filled;
    return bytes.subarray(0, filled);
  }

  #allocate(bytes: number): Uint8Array {
    try {
      return new Uint8Array(bytes);
    } catch (cause) {
      throw unreadable(this.file, cause);
    }
  }

  /** The next `count` bytes.
   *  @throws FormatError if the file ends before. */
  async exactly(count: number, what: string): Promise<Uint8Array> {
    this.expect(count, what);
    const offset = this.#offset;
    const bytes = await this.upTo(count);
    if (bytes.length < count) throw this.#cutOff(count, what, offset);
    return bytes;
  }

  /** Hands over the next `count` records of `size` bytes, one by one.
   *  @throws FormatError if the file ends before. */
  async records(count: number, size: number, what: string, visit: (record: Uint8Array, i: number) => void) {
    this.expect(count * size, what);
    const offset = this.#offset;
    const atOnce = Math.max(1, Math.floor(pieceBytes / size));
    for (let done = 0; done < count; done += atOnce) {
      const wanted = Math.min(atOnce, count - done);
      const bytes = await this.upTo(wanted * size);
      if (bytes.length < wanted * size) throw this.#cutOff(count * size, what, offset);
      for (let i = 0; i < wanted; i++) visit(bytes.subarray(i * size, (i + 1) * size), done + i);
    }
  }

  /** @throws FormatError if the file is too small for that many bytes to come. */
  expect(count: number, what: string): void {
    if (count > this.#most - this.#offset) throw this.#cutOff(count, what, this.#offset);
  }

  #cutOff(count: number, what: string, offset: number): FormatError {
    return new FormatError(this.file, `cut off: expected ${count} bytes of ${what}; the file ends before`, { offset });
  }

  /** @throws FormatError if there are bytes left. */
  async end(after: string): Promise<void> {
    const offset = this.#offset;
    if ((await this.upTo(1)).length > 0) {
      throw new FormatError(this.file, `too long: expected the end of the file after ${after}`, { offset });
    }
  }
}
