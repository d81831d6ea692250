import { checkArgument } from "../../core/options.ts";
import { placeKind } from "../address.ts";
import type { Safetensors } from "../decode.ts";
import { allocate, type ByteSource, fillFromSource, withSource } from "../source.ts";
import { locate, openSource } from "../sources.node.ts";
import { assemble, readTensors } from "./pth.ts";

/** Reads a state dict that `torch.save` wrote, of any size: see `decodePth`. Symbolic links are followed.
 *  @param path of the file, or its address (http, https), whose server must answer ranges.
 *  @returns the tensors, in the file's order.
 *  @throws FormatError as `decodePth`, or if it cannot be read.
 *
 *  @example
 *  ```ts
 *  import { loadPth } from "alexgrad/io";
 *
 *  const { tensors } = await loadPth("net.pth");
 *  console.log(tensors.get("fc.weight")?.shape); // [ 2, 12 ]
 *  ``` */
export async function loadPth(path: string | { readonly href: string }): Promise<Safetensors> {
  checkArgument("loadPth", "path", path, placeKind);
  return withSource(await openSource(locate(path)), readPth);
}

/** The same from an open file. */
export async function readPth(source: ByteSource): Promise<Safetensors> {
  const { tensors, storages } = await fillFromSource(source, readTensors(source.size, source.name));
  const read = new Map<string, Uint8Array>();
  for (const [key, { name, begin, end }] of storages) {
    const bytes = allocate(end - begin, name, source.name);
    await source.read(bytes, begin);
    read.set(key, bytes);
  }
  return assemble(tensors, storages, (key) => read.get(key)!, source.name);
}
