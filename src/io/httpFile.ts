import { fetchText, openHttpSource } from "./httpSource.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { isIndex, mostIndexBytes, openShards } from "./shards.ts";

/** Opens what lies behind an address of http or https. @throws FormatError as `openSafetensors`. */
export async function openHttpFile(url: URL): Promise<SafetensorsFile> {
  if (!isIndex(url.pathname)) return SafetensorsFile.open(await openHttpSource(url));
  const text = await fetchText(url, mostIndexBytes);
  return openShards(url.href, text, (name) => openHttpSource(new URL(encodeURIComponent(name), url)));
}
