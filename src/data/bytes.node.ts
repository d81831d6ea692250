import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { FormatError } from "../core/errors.ts";

const GZIP_MAGIC = 0x1f8b;
/** DEFLATE cannot shrink its input by more. */
const MOST_EXPANSION = 1032;

/** The bytes of a file, front to back; a gzip, known by its magic and not by its name, comes unpacked.
 *  @throws FormatError, while reading, if the file cannot be read or its gzip is damaged or cut off. */
export async function* streamBytes(file: string): AsyncGenerator<Buffer, void, undefined> {
  await using handle = await openFile(file);
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
    await using handle = await openFile(file);
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
    const bytes = new Uint8Array(Math.min(count, this.#most - this.#offset));
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

  /** The next `count` bytes.
   *  @throws FormatError if the file ends before. */
  async exactly(count: number, what: string): Promise<Uint8Array> {
    const offset = this.#offset;
    if (count <= this.#most - offset) {
      const bytes = await this.upTo(count);
      if (bytes.length === count) return bytes;
    }
    throw new FormatError(this.#file, `cut off: expected ${count} bytes of ${what}; the file ends before`, { offset });
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

/** Opens a regular file to read. Anything else is refused unread, and without waiting for a pipe's other end.
 *  @throws FormatError if the file cannot be opened or is a folder, device, pipe or socket. */
export async function openFile(file: string): Promise<FileHandle> {
  // Windows has no such flag, nor pipes among its files.
  const handle = await reading(file, open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  if ((await reading(file, handle.stat())).isFile()) return handle;
  await handle.close();
  throw new FormatError(file, "expected a regular file; got a folder, device, pipe or socket");
}

/** The bytes of a regular file.
 *  @throws FormatError as `openFile` does, if the file has more than `most` bytes, or if it shrinks meanwhile. */
export async function readSmallFile(file: string, most: number): Promise<Uint8Array> {
  await using handle = await openFile(file);
  const { size } = await reading(file, handle.stat());
  if (size > most) throw new FormatError(file, `expected a file of at most ${most} bytes; got ${size}`);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await reading(file, handle.read(bytes, at, size - at));
    if (bytesRead === 0) throw new FormatError(file, "changed while it was read");
    at += bytesRead;
  }
  return bytes;
}

/** Waits for an operation of the file system.
 *  @throws FormatError, naming the file, if it fails. */
export async function reading<Result>(file: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): FormatError {
  const { message, code } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : { message: String(cause) };
  const reason = code?.startsWith("Z_") ? `the gzip is damaged or cut off: ${message}` : `cannot be read: ${message}`;
  return new FormatError(file, reason, { cause });
}
