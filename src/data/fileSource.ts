/** A file of a source, or why it cannot be read. */
export type SourceFile = { readonly path: string } & ({ readonly bytes: Uint8Array } | { readonly reason: string });

/** Where image files come from: a folder or an archive. */
export interface FileSource {
  /** Paths relative to the source, with "/"; a folder's own path ends in "/". */
  list(): Promise<string[]>;
  /** The wanted files, in whatever order suits the source. */
  read(wanted: ReadonlySet<string>): AsyncIterable<SourceFile>;
  /** A file's full name, for errors. */
  locate(path: string): string;
}

/** No image that the decoder takes is larger. */
export const MAX_IMAGE_BYTES = 2 ** 26;
