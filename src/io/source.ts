import { FormatError } from "../core/errors.ts";
import type { Fill } from "./fill.ts";
import { quoted } from "./header.ts";

/** Bytes that can be read from any place on: of a file, or of what lies behind an address. */
export interface ByteSource {
  /** Its path or address, for errors. */
  readonly name: string;
  readonly size: number;
  /** Fills all of `target` with the bytes from `offset` on. @throws FormatError if there are fewer, or they cannot be read. */
  read(target: Uint8Array, offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Runs a reader on a source. @throws FormatError as its `read`. */
export async function fillFromSource<Result>(
  source: ByteSource,
  steps: Generator<Fill, Result, void>,
): Promise<Result> {
  let next = steps.next();
  for (; !next.done; next = steps.next()) await source.read(next.value.target, next.value.offset);
  return next.value;
}

/** Hands a source to `use`; closes it whatever happens. */
export async function withSource<Result>(
  source: ByteSource,
  use: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** Memory for what a file has. @throws FormatError that names `what`, if there is none. */
export function allocate(length: number, what: string, file: string): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new FormatError(file, `${quoted(what)}: there is no memory for it: ${cause}`, { cause });
  }
}
