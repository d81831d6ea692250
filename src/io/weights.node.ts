import type { Safetensors } from "./decode.ts";
import { readPth } from "./pth/load.node.ts";
import { isPth } from "./pth/pth.ts";
import { loadSafetensors } from "./safetensors.node.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { isIndex } from "./shards.ts";
import { withSource } from "./source.ts";
import { locate, openSource } from "./sources.node.ts";

/** Reads weights by their path or address: PyTorch's, if the first bytes are, else safetensors. @throws FormatError as the two. */
export async function loadWeights(path: string): Promise<Safetensors> {
  const located = locate(path);
  if (isIndex(typeof located === "string" ? located : located.pathname)) return loadSafetensors(path);
  return withSource(await openSource(located), async (source) => {
    const head = new Uint8Array(Math.min(source.size, 16));
    await source.read(head, 0);
    return isPth(head) ? readPth(source) : (await SafetensorsFile.open(source)).readAll();
  });
}
