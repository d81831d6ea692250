/// <reference lib="esnext.disposable" preserve="true" />
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { readLayout, type Safetensors, type StoredTensor, storedTensor } from "./decode.ts";
import { type Entry, quoted } from "./header.ts";
import { allocate, type ByteSource, fillFromSource } from "./source.ts";

/** An entry, and the file where it lies. */
interface Place {
  readonly entry: Entry;
  readonly source: ByteSource;
  /** Where the tensors' bytes begin. */
  readonly start: number;
}

/** An open file of tensors, or several of them: its header is in memory, its tensors are read one by one, when they are asked for.
 *
 *  @example
 *  ```ts
 *  import { openSafetensors, saveSafetensors } from "alexgrad/io";
 *
 *  await saveSafetensors("weights.safetensors", { w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  await using file = await openSafetensors("weights.safetensors");
 *  console.log((await file.read("w")).dtype); // F32
 *  ``` */
export class SafetensorsFile implements AsyncDisposable {
  /** Where the file lies: a path or an address. */
  readonly path: string;
  /** The texts that it has. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #sources: readonly ByteSource[];

  private constructor(
    path: string,
    metadata: Readonly<Record<string, string>>,
    places: ReadonlyMap<string, Place>,
    sources: readonly ByteSource[],
  ) {
    this.path = path;
    this.metadata = metadata;
    this.#places = places;
    this.#sources = sources;
  }

  /** Reads the header. @throws FormatError if it is not one or cannot be read: then the source is closed. */
  static async open(source: ByteSource): Promise<SafetensorsFile> {
    try {
      const { name, size } = source;
      const { entries, metadata, start } = await fillFromSource(source, readLayout(size, name));
      const places = new Map(entries.map((entry) => [entry.name, { entry, source, start }]));
      return new SafetensorsFile(name, metadata, places, [source]);
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** Several files as one. @param owners which of them has a tensor.
   *  @throws FormatError if it does not have it. */
  static join(
    path: string,
    metadata: Readonly<Record<string, string>>,
    owners: ReadonlyMap<string, SafetensorsFile>,
  ): SafetensorsFile {
    const places = new Map([...owners].map(([name, file]) => [name, file.#place(name)]));
    const sources = [...new Set(owners.values())].flatMap((file) => file.#sources);
    return new SafetensorsFile(path, metadata, places, sources);
  }

  /** What the header says of each tensor, in its order. */
  get entries(): Map<string, Pick<Entry, "dtype" | "shape">> {
    return new Map(
      [...this.#places].map(
        ([
          name,
          {
            entry: { dtype, shape },
          },
        ]) => [name, { dtype, shape }],
      ),
    );
  }

  /** Reads one tensor. @throws FormatError if there is none of that name, or it cannot be read. */
  async read(name: string): Promise<StoredTensor> {
    checkArgument("SafetensorsFile.read", "name", name, text);
    const { entry, source, start } = this.#place(name);
    const bytes = allocate(entry.end - entry.begin, entry.name, source.name);
    await source.read(bytes, start + entry.begin);
    return storedTensor(entry, source.name, bytes);
  }

  /** Reads all tensors. @throws FormatError if one cannot be read. */
  async readAll(): Promise<Safetensors> {
    const tensors = new Map<string, StoredTensor>();
    for (const name of this.#places.keys()) tensors.set(name, await this.read(name));
    return { tensors, metadata: { ...this.metadata } };
  }

  /** Closes the file, or the files. */
  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #place(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw new FormatError(this.path, `there is no tensor ${quoted(name)}`);
    return place;
  }
}
