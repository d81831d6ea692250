import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { platformReason } from "../core/platform.ts";

/** Waits for an operation that reads `file`.
 *  @throws FormatError that names the file and says why it failed. */
export async function reading<Result>(file: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** What `reading` throws. */
export function unreadable(file: string, cause: unknown): FormatError {
  if (cause instanceof FormatError) return cause;
  const { message, code } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : { message: String(cause) };
  const reason = code?.startsWith("Z_")
    ? `the gzip is damaged or cut off: ${message}`
    : `cannot be read: ${platformReason(cause) ?? message}`;
  return new FormatError(file, reason, { cause });
}

/** Opens a plain file, through links; a pipe is not waited for.
 *  @throws FormatError if it is none, or cannot be opened. */
export async function openRegular(file: string): Promise<{ readonly handle: FileHandle; readonly size: number }> {
  const handle = await reading(file, open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new FormatError(file, `expected a file; it is ${kindOf(stats)}`);
    return { handle, size: stats.size };
  } catch (cause) {
    await handle.close();
    throw unreadable(file, cause);
  }
}

/** A whole file of at most `most` bytes.
 *  @throws FormatError as `openRegular`, or if it is larger. */
export async function readRegular(file: string, most: number): Promise<Buffer> {
  const { handle, size } = await openRegular(file);
  try {
    if (size > most) throw new FormatError(file, `expected at most ${most} bytes; it has ${size}`);
    return await handle.readFile();
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    await handle.close();
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  return stats.isFIFO() ? "a pipe" : stats.isSocket() ? "a socket" : "a device";
}
