import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Safetensors } from "./decode.ts";
import { writeParts } from "./files.node.ts";
import { inFileOrder, type NamedTensors, safetensorsParts } from "./safetensors.ts";
import { SafetensorsFile } from "./safetensorsFile.node.ts";
import { openShards } from "./shards.node.ts";

/** Writes tensors to a safetensors file of any size, whole or not at all; in the order of `encodeSafetensors`. They must stay
 *  as they are until it is written.
 *  @throws as `encodeSafetensors` and `writeFileAtomic` do.
 */
export async function saveSafetensors(
  path: string,
  tensors: NamedTensors,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  checkArgument("saveSafetensors", "path", path, text);
  await writeParts(path, safetensorsParts(inFileOrder(tensors), metadata));
}

/** Reads all of a safetensors file of any size, or of several by their model.safetensors.index.json. Symbolic links are
 *  followed. Numbers are converted when they are asked for.
 *  @throws FormatError if it is none or cannot be read.
 */
export async function loadSafetensors(path: string): Promise<Safetensors> {
  checkArgument("loadSafetensors", "path", path, text);
  await using file = await openSafetensors(path);
  return await file.readAll();
}

/** Opens a safetensors file, or several by their model.safetensors.index.json, and reads the header only: tensors are read
 *  one by one, when they are asked for. Symbolic links are followed.
 *  @throws FormatError if it is none or cannot be read.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  checkArgument("openSafetensors", "path", path, text);
  return path.endsWith(".json") ? openShards(path) : SafetensorsFile.open(path, { followLink: true });
}
