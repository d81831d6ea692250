import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { FormatError } from "../core/errors.ts";
import { openFile } from "../io/open.node.ts";
import { reading, unreadable } from "../io/reading.node.ts";

const GZIP_MAGIC = 0x1f8b;
/** DEFLATE cannot shrink its input by more. */
const MOST_EXPANSION = 1032;
/** Records are read in pieces of about this size. */
const pieceBytes = 2 ** 20;

/** The bytes of a file, front to back; a gzip, known by its magic and not by its name, comes unpacked.
 *  @throws FormatError, while reading, if the file cannot be read or its gzip is damaged or cut off. */
export async function* streamBytes(file: string): AsyncGenerator<Buffer, void, undefined> {
  await using handle = await openFile(file, { followLink: true });
  const { isGzip } = await inspect(file, handle);
  try {
    const raw = handle.createReadStream({ start: 0, autoClose: false });
    yield* isGzip ? pipeline(raw, createGunzip(), () => {}) : raw;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Takes a file apart piece by piece, so that a header can be checked before anything of its size is allocated. */
export class ByteReader {
  readonly #file: string;
  /** No more bytes than this can come. */
  readonly #most: number;
  readonly #stream: AsyncGenerator<Buffer, void, undefined>;
  #buffered: Uint8Array = new Uint8Array();
  #offset = 0;

  private constructor(file: string, most: number) {
    this.#file = file;
    this.#most = most;
    this.#stream = streamBytes(file);
  }

  /** Opens a file, hands its reader to `read`, and closes it whatever happens. */
  static async use<Result>(file: string, read: (reader: ByteReader) => Promise<Result>): Promise<Result> {
    await using handle = await openFile(file, { followLink: true });
    const { isGzip, size } = await inspect(file, handle);
    const reader = new ByteReader(file, isGzip ? size * MOST_EXPANSION : size);
    try {
      return await read(reader);
    } finally {
      await reader.#stream.return();
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
      throw unreadable(this.#file, cause);
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
    return new FormatError(this.#file, `cut off: expected ${count} bytes of ${what}; the file ends before`, { offset });
  }

  /** @throws FormatError if there are bytes left. */
  async end(after: string): Promise<void> {
    const offset = this.#offset;
    if ((await this.upTo(1)).length > 0) {
      throw new FormatError(this.#file, `too long: expected the end of the file after ${after}`, { offset });
    }
  }
}

async function inspect(file: string, handle: FileHandle): Promise<{ isGzip: boolean; size: number }> {
  const { buffer } = await reading(file, handle.read(Buffer.alloc(2), 0, 2, 0));
  return { isGzip: buffer.readUInt16BE() === GZIP_MAGIC, size: (await reading(file, handle.stat())).size };
}
