import { FormatError } from "../../core/errors.ts";
import { text } from "../../core/kinds.ts";
import { checkArgument } from "../../core/options.ts";
import type { Safetensors } from "../decode.ts";
import { quoted } from "../header.ts";
import { fill, withFile } from "../open.node.ts";
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
      const steps = readTensors(size, path);
      let next = steps.next();
      for (; !next.done; next = steps.next()) await fill(handle, path, next.value.target, next.value.offset);
      const { tensors, storages } = next.value;
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

function allocate(length: number, name: string, file: string): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new FormatError(file, `${quoted(name)}: there is no memory for it: ${cause}`, { cause });
  }
}
