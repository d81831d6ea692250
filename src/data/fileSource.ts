import { FormatError } from "../core/errors.ts";

/** Where image files come from: a folder or an archive. */
export interface FileSource {
  /** Paths relative to the source, with "/"; a folder's own path ends in "/". */
  list(): Promise<string[]>;
  /** The wanted files, in whatever order suits the source. */
  read(wanted: ReadonlySet<string>): AsyncIterable<{ readonly path: string; readonly bytes: Uint8Array }>;
  /** A file's full name, for errors. */
  locate(path: string): string;
}

/** No image that the decoders accept is larger. */
const MAX_FILE_BYTES = 2 ** 29;

/** @throws FormatError if a file is too large to be one image. */
export function checkFileSize(file: string, size: number): void {
  if (size > MAX_FILE_BYTES) {
    throw new FormatError(file, `expected an image of at most ${MAX_FILE_BYTES} bytes; got ${size}`);
  }
}
