import type { Safetensors } from "./decode.ts";
import { fill, withFile } from "./open.node.ts";
import { loadPth } from "./pth/load.node.ts";
import { isPth } from "./pth/pth.ts";
import { loadSafetensors } from "./safetensors.node.ts";

/** Reads a file of weights: PyTorch's, if its first bytes are, else safetensors. @throws FormatError as the two. */
export async function loadWeights(path: string): Promise<Safetensors> {
  if (path.endsWith(".json")) return loadSafetensors(path);
  const head = await withFile(
    path,
    async (file, { size }) => {
      const bytes = new Uint8Array(Math.min(size, 16));
      await fill(file, path, bytes, 0);
      return bytes;
    },
    { followLink: true },
  );
  return isPth(head) ? loadPth(path) : loadSafetensors(path);
}
