/// <reference lib="esnext.disposable" preserve="true" />
import type { FileHandle } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { readLayout, type Safetensors, type StoredTensor, storedTensor } from "./decode.ts";
import { type Entry, quoted } from "./header.ts";
import { allocate, fill, fillFromFile, openFile } from "./open.node.ts";
import type { OpenOptions } from "./openOptions.ts";

/** An entry, and the file where it lies. */
interface Place {
  readonly entry: Entry;
  readonly source: Source;
}

interface Source {
  readonly path: string;
  readonly handle: FileHandle;
  readonly start: number;
  readonly piece: number | undefined;
}

interface FileOptions extends OpenOptions {
  /** The most that is read at once. */
  readonly piece?: number | undefined;
}

/** An open file of tensors, or several of them: its header is in memory, its tensors are read one by one.
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
  /** Where the file lies. */
  readonly path: string;
  /** The texts that it has. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #handles: readonly FileHandle[];

  private constructor(
    path: string,
    metadata: Readonly<Record<string, string>>,
    places: ReadonlyMap<string, Place>,
    handles: readonly FileHandle[],
  ) {
    this.path = path;
    this.metadata = metadata;
    this.#places = places;
    this.#handles = handles;
  }

  /** Reads the header. @throws FormatError if it is not one or cannot be read. */
  static async open(path: string, { piece, ...how }: FileOptions = {}): Promise<SafetensorsFile> {
    const handle = await openFile(path, how);
    try {
      const { entries, metadata, start } = await fillFromFile(
        handle,
        path,
        readLayout((await handle.stat()).size, path),
        piece,
      );
      const source: Source = { path, handle, start, piece };
      const places = new Map(entries.map((entry) => [entry.name, { entry, source }]));
      return new SafetensorsFile(path, metadata, places, [handle]);
    } catch (error) {
      await handle.close();
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
    const handles = [...new Set(owners.values())].flatMap((file) => file.#handles);
    return new SafetensorsFile(path, metadata, places, handles);
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
    const { entry, source } = this.#place(name);
    const bytes = allocate(entry.end - entry.begin, entry.name, source.path);
    await fill(source.handle, source.path, bytes, source.start + entry.begin, source.piece);
    return storedTensor(entry, source.path, bytes);
  }

  /** Reads all tensors. @throws FormatError if one cannot be read. */
  async readAll(): Promise<Safetensors> {
    const tensors = new Map<string, StoredTensor>();
    for (const name of this.#places.keys()) tensors.set(name, await this.read(name));
    return { tensors, metadata: { ...this.metadata } };
  }

  /** Closes the file, or the files. */
  async close(): Promise<void> {
    await Promise.all(this.#handles.map((handle) => handle.close()));
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
