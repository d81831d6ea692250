import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";

export interface OpenOptions {
  /** Of open(2). Default: for reading. */
  readonly flags?: number;
  /** Whether a symbolic link at the file's name is followed. Default false. */
  readonly followLink?: boolean;
}

const REASONS = new Map<unknown, string>([
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "does not exist: its folder is a file"],
  ["ELOOP", "expected a file; got a symbolic link, which is not followed"],
  ["EISDIR", "expected a file; got a folder"],
  ["EACCES", "no permission to open it"],
  ["EPERM", "no permission to open it"],
]);

/** Opens a regular file and hands it to `use` with what the system says of it; closes it whatever happens. Neither links nor
 *  pipes nor devices are opened: what is found out of the file holds for the handle.
 *  @throws FormatError that says why it cannot be opened, with the system's error as its cause. */
export async function withFile<Result>(
  path: string,
  use: (file: FileHandle, stats: Stats) => Promise<Result>,
  { flags = constants.O_RDONLY, followLink = false }: OpenOptions = {},
): Promise<Result> {
  // A pipe would wait for its other end.
  const how = flags | constants.O_NONBLOCK | (followLink ? 0 : constants.O_NOFOLLOW);
  const file = await open(path, how, 0o666).catch((cause: NodeJS.ErrnoException) => {
    throw new FormatError(path, REASONS.get(cause.code) ?? `cannot be opened: ${cause.message}`, { cause });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new FormatError(path, `expected a file; got ${stats.isDirectory() ? "a folder" : "a device or pipe"}`);
    }
    return await use(file, stats);
  } finally {
    await file.close();
  }
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
    const { bytesRead } = await file.read(target, done, length, offset + done).catch((cause: Error) => {
      throw new FormatError(path, `cannot be read: ${cause.message}`, { cause });
    });
    if (bytesRead === 0) throw new FormatError(path, "has become shorter while it was read", { offset: offset + done });
    done += bytesRead;
  }
}

/** A small file's text.
 *  @throws FormatError as `withFile`, or if it is longer than `most` bytes or no UTF-8. */
export function readText(path: string, most: number): Promise<string> {
  return withFile(path, async (file, { size }) => {
    if (size > most) throw new FormatError(path, `expected at most ${most} bytes; got ${size}`);
    const bytes = new Uint8Array(size);
    await fill(file, path, bytes, 0);
    return decodeText(path, bytes);
  });
}

/** @throws FormatError if the bytes are no UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(path, "is not UTF-8 text", { cause });
  }
}
