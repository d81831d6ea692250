import { FormatError } from "../core/errors.ts";
import { checkArgument } from "../core/options.ts";
import { addressOf, isHttp, placeKind } from "./address.ts";
import { openHttpFile } from "./httpFile.ts";
import type { SafetensorsFile } from "./safetensorsFile.ts";

/** Opens a safetensors file by its address, or several by that of their model.safetensors.index.json, and reads the header only: tensors
 *  are read one by one, when they are asked for, by ranges of bytes that the server must answer. Redirections are followed.
 *  @param url of http or https; in a page also relative to it. In Node a path or an address.
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
export async function openSafetensors(url: string | { readonly href: string }): Promise<SafetensorsFile> {
  checkArgument("openSafetensors", "url", url, placeKind);
  const address = addressOf(url, globalThis.location?.href);
  if (!isHttp(address)) throw new FormatError(address.href, "expected an address of http or https");
  return openHttpFile(address);
}
