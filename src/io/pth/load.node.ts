import { text } from "../../core/kinds.ts";
import { checkArgument } from "../../core/options.ts";
import type { Safetensors } from "../decode.ts";
import { allocate, fill, fillFromFile, withFile } from "../open.node.ts";
import { assemble, readTensors } from "./pth.ts";

/** Reads a state dict that `torch.save` wrote, of any size: see `decodePth`. Symbolic links are followed.
 *  @param path of the file.
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
export async function loadPth(path: string): Promise<Safetensors> {
  checkArgument("loadPth", "path", path, text);
  return withFile(
    path,
    async (handle, { size }) => {
      const { tensors, storages } = await fillFromFile(handle, path, readTensors(size, path));
      const read = new Map<string, Uint8Array>();
      for (const [key, { name, begin, end }] of storages) {
        const bytes = allocate(end - begin, name, path);
        await fill(handle, path, bytes, begin);
        read.set(key, bytes);
      }
      return assemble(tensors, storages, (key) => read.get(key)!, path);
    },
    { followLink: true },
  );
}
