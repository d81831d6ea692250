import type { FileSource } from "./fileSource.ts";

/** The folder of a source in which the files of a published data set lie side by side. */
export interface Home {
  /** The source's name, for errors and data sets. */
  readonly name: string;
  readonly source: FileSource;
  /** Its path in the source: "", or with "/" at the end. */
  readonly path: string;
  /** What lies in it, sorted. */
  readonly names: readonly string[];
}
