import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { placeKind } from "./address.ts";
import type { Safetensors } from "./decode.ts";
import { writeParts } from "./files.node.ts";
import { openHttpFile } from "./httpFile.ts";
import { readText } from "./open.node.ts";
import { inFileOrder, type NamedTensors, safetensorsParts } from "./safetensors.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { isIndex, mostIndexBytes, openShards } from "./shards.ts";
import { locate, openBeside, openSource } from "./sources.node.ts";

/** Writes tensors to a safetensors file of any size, whole or not at all; in the order of `encodeSafetensors`. They must stay
 *  as they are until it is written.
 *  @param path of the file; one that is there is replaced.
 *  @param tensors their numbers by name.
 *  @param metadata texts to keep with them. Default: none.
 *  @throws WriteError if it cannot be written; ShapeError or AlexgradError where `encodeSafetensors` does.
 *
 *  @example
 *  ```ts
 *  import { loadSafetensors, saveSafetensors } from "alexgrad/io";
 *
 *  await saveSafetensors("weights.safetensors", { w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  const { tensors } = await loadSafetensors("weights.safetensors");
 *  console.log(tensors.get("w")?.data); // Float32Array(2) [ 1, 2 ]
 *  ``` */
export async function saveSafetensors(
  path: string,
  tensors: NamedTensors,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  checkArgument("saveSafetensors", "path", path, text);
  await writeParts(path, safetensorsParts(inFileOrder(tensors), metadata));
}

/** Reads all of a safetensors file of any size, or of several by their model.safetensors.index.json: see `openSafetensors`. Numbers are
 *  converted when they are asked for.
 *  @param path of the file, or its address (http, https).
 *  @returns the tensors, in the file's order, and its texts.
 *  @throws FormatError as `openSafetensors`.
 *
 *  @example
 *  ```ts
 *  import { loadSafetensors, saveSafetensors } from "alexgrad/io";
 *
 *  await saveSafetensors("weights.safetensors", { w: { shape: [1, 2], data: Float32Array.of(1, 2) } }, { epoch: "3" });
 *  const { tensors, metadata } = await loadSafetensors("weights.safetensors");
 *  console.log(tensors.get("w")?.shape, metadata); // [ 1, 2 ] { epoch: '3' }
 *  ``` */
export async function loadSafetensors(path: string | { readonly href: string }): Promise<Safetensors> {
  checkArgument("loadSafetensors", "path", path, placeKind);
  await using file = await openSafetensors(path);
  return await file.readAll();
}

/** Opens a safetensors file, or several by their model.safetensors.index.json, and reads the header only: tensors are read
 *  one by one, when they are asked for. A file's symbolic link is followed; those beside an index must not lead out of its folder, but for
 *  the folder that the index itself is linked to, as in caches of downloads. By an address, tensors are read by ranges of bytes, which the server must answer.
 *  @param path of the file, or its address (http, https).
 *  @returns the open file, to be closed.
 *  @throws FormatError if it is not one, cannot be read, or the server does not answer ranges, or says that the file has
 *  changed.
 *
 *  @example
 *  ```ts
 *  import { openSafetensors, saveSafetensors } from "alexgrad/io";
 *
 *  await saveSafetensors("weights.safetensors", { w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  await using file = await openSafetensors("weights.safetensors");
 *  console.log(file.entries, (await file.read("w")).data); // Map(1) { 'w' => { dtype: 'F32', shape: [ 2 ] } } Float32Array(2) [ 1, 2 ]
 *  ``` */
export async function openSafetensors(path: string | { readonly href: string }): Promise<SafetensorsFile> {
  checkArgument("openSafetensors", "path", path, placeKind);
  const located = locate(path);
  if (typeof located !== "string") return openHttpFile(located);
  if (!isIndex(located)) return SafetensorsFile.open(await openSource(located));
  const json = await readText(located, mostIndexBytes, { followLink: true });
  return openShards(located, json, (name) => openBeside(located, name));
}
