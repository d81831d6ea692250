import { FormatError } from "../core/errors.ts";
import { kind } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { fetchText, openHttpSource } from "./httpSource.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { isIndex, mostIndexBytes, openShards } from "./shards.ts";

/** Opens a safetensors file by its address, or several by that of their model.safetensors.index.json, and reads the header only: tensors
 *  are read one by one, when they are asked for, by ranges of bytes that the server must answer. Redirections are followed.
 *  @param url http or https; in a page also relative to it. In Node a path or an address.
 *  @returns the file, to be closed.
 *  @throws FormatError if it is not one, cannot be read, has changed between two tensors, or the server does not answer ranges.
 *
 *  @example
 *  ```ts
 *  import { openSafetensors, saveSafetensors } from "alexgrad/io";
 *
 *  await saveSafetensors("weights.safetensors", { w: { shape: [2], data: Float32Array.of(1, 2) } });
 *  await using file = await openSafetensors("weights.safetensors"); // or "https://…/weights.safetensors"
 *  console.log((await file.read("w")).data); // Float32Array(2) [ 1, 2 ]
 *  ``` */
export async function openSafetensors(url: string | URL): Promise<SafetensorsFile> {
  checkArgument("openSafetensors", "url", url, pathOrUrl);
  return openAddress(addressOf(url, globalThis.location?.href));
}

export const pathOrUrl = kind("a path or an address", (value): value is string | URL => {
  return typeof value === "string" || value instanceof URL;
});

/** The same of an address that is one. */
export async function openAddress(url: URL): Promise<SafetensorsFile> {
  if (!isIndex(url.pathname)) return SafetensorsFile.open(await openHttpSource(url));
  const text = await fetchText(url, mostIndexBytes);
  return openShards(url.href, text, (name) => openHttpSource(new URL(encodeURIComponent(name), url)));
}

/** @throws FormatError unless it is one of http or https. */
function addressOf(url: string | URL, base?: string): URL {
  const address = URL.canParse(url, base) ? new URL(url, base) : null;
  if (address !== null && /^https?:$/.test(address.protocol)) return address;
  throw new FormatError(String(url), "expected an address of http or https");
}
