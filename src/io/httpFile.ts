import { nameOf } from "./address.ts";
import { fetchText, openHttpSource } from "./httpSource.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { isIndex, mostIndexBytes, openShards } from "./shards.ts";

/** Opens what lies behind an address of http or https. @throws FormatError as `openSafetensors`. */
export async function openHttpFile(url: URL): Promise<SafetensorsFile> {
  if (!isIndex(url.pathname)) return SafetensorsFile.open(await openHttpSource(url));
  const text = await fetchText(url, mostIndexBytes);
  return openShards(nameOf(url), text, (name) => {
    const shard = new URL(encodeURIComponent(name), url);
    shard.search = url.search;
    return openHttpSource(shard);
  });
}
