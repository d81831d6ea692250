import type { Safetensors } from "./decode.ts";
import { fill, withFile } from "./open.node.ts";
import { loadPth } from "./pth/load.node.ts";
import { isPth } from "./pth/pth.ts";
import { loadSafetensors } from "./safetensors.node.ts";

/** Reads a file of weights: PyTorch's, if its first bytes are, else safetensors. @throws FormatError as the two. */
export async function loadWeights(path: string): Promise<Safetensors> {
  if (path.endsWith(".json")) return loadSafetensors(path);
  const readHead = async (handle: Parameters<typeof fill>[0], { size }: { readonly size: number }) => {
    const head = new Uint8Array(Math.min(size, 16));
    await fill(handle, path, head, 0);
    return head;
  };
  const head = await withFile(path, readHead, { followLink: true });
  return isPth(head) ? loadPth(path) : loadSafetensors(path);
}
