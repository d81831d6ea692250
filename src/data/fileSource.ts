/** A file of a source, or why it cannot be read. */
export type SourceFile = { readonly path: string } & ({ readonly bytes: Uint8Array } | { readonly reason: string });

/** A file whose bytes come front to back, once. */
export interface OpenFile {
  readonly path: string;
  /** No more bytes than this come. */
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Where files come from: a folder or an archive. */
export interface FileSource {
  /** Paths relative to the source, with "/"; a folder's own path ends in "/". */
  list(): Promise<string[]>;
  /** The wanted files, in whatever order suits the source. */
  read(wanted: ReadonlySet<string>): AsyncIterable<SourceFile>;
  /** Hands over each of the wanted files that is there, in whatever order suits the source. */
  visit(wanted: ReadonlySet<string>, visitor: (file: OpenFile) => Promise<void>): Promise<void>;
  /** A file's full name, for errors. */
  locate(path: string): string;
}

/** No image that the decoder takes is larger. */
export const MAX_IMAGE_BYTES = 2 ** 26;
