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
