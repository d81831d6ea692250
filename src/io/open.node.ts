import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import type { OpenOptions } from "./openOptions.ts";
import { reading, unreadable } from "./reading.node.ts";

/** Opens a regular file. Neither links nor pipes nor devices are opened: what is found out of the file holds for the handle.
 *  @throws FormatError that says why it cannot be opened, with the system's error as its cause. */
export async function openFile(
  path: string,
  { flags = constants.O_RDONLY, followLink = false }: OpenOptions = {},
): Promise<FileHandle> {
  // A pipe would wait for its other end. Not every system has these flags.
  const how = flags | (constants.O_NONBLOCK ?? 0) | (followLink ? 0 : (constants.O_NOFOLLOW ?? 0));
  const file = await open(path, how, 0o666).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ELOOP" || followLink) throw unreadable(path, cause);
    throw new FormatError(path, "expected a file; got a symbolic link, which is not followed", { cause });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new FormatError(path, `expected a file; it is ${kindOf(stats)}`);
    return file;
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** Hands a file to `use` with what the system says of it; closes it whatever happens. @throws as `openFile`. */
export async function withFile<Result>(
  path: string,
  use: (file: FileHandle, stats: Stats) => Promise<Result>,
  options?: OpenOptions,
): Promise<Result> {
  await using file = await openFile(path, options);
  return await use(file, await file.stat());
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  return stats.isFIFO() ? "a pipe" : stats.isSocket() ? "a socket" : "a device";
}

/** The next bytes from `offset` on, into all of `target`; in pieces, because the system reads 2 GiB at once at most.
 *  @throws FormatError if the file ends before, or cannot be read. */
export async function fill(
  file: FileHandle,
  path: string,
  target: Uint8Array,
  offset: number,
  piece = 2 ** 30,
): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const length = Math.min(piece, target.length - done);
    const { bytesRead } = await reading(path, file.read(target, done, length, offset + done));
    if (bytesRead === 0) throw new FormatError(path, "has become shorter while it was read", { offset: offset + done });
    done += bytesRead;
  }
}

/** A whole file of at most `most` bytes.
 *  @throws FormatError as `withFile`, or if it is larger. */
export function readWhole(path: string, most: number, options?: OpenOptions): Promise<Uint8Array> {
  const read = async (file: FileHandle, { size }: Stats) => {
    if (size > most) throw new FormatError(path, `expected at most ${most} bytes; it has ${size}`);
    const bytes = new Uint8Array(size);
    await fill(file, path, bytes, 0);
    return bytes;
  };
  return withFile(path, read, options);
}

/** A small file's text.
 *  @throws FormatError as `readWhole`, or if it is no UTF-8. */
export async function readText(path: string, most: number, options?: OpenOptions): Promise<string> {
  return decodeText(path, await readWhole(path, most, options));
}

/** @throws FormatError if the bytes are no UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(path, "is not UTF-8 text", { cause });
  }
}
