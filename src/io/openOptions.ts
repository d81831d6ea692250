/** How a file is opened. Apart from the functions that take it: what `alexgrad/io` declares must not name Node's types. */
export interface OpenOptions {
  /** The flags of open(2). Default: for reading. */
  readonly flags?: number;
  /** Whether a symbolic link at the file's name is followed. Default: false. */
  readonly followLink?: boolean;
}
