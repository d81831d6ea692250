import { realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { FormatError } from "../core/errors.ts";
import { addressOf, isHttp, type Place } from "./address.ts";
import { openFileSource } from "./fileSource.node.ts";
import { openHttpSource } from "./httpSource.ts";
import { reading } from "./reading.node.ts";
import type { ByteSource } from "./source.ts";

/** A path, or the address that a text or a URL is. @throws FormatError for one of another protocol. */
export function locate(place: Place): string | URL {
  if (typeof place === "string" && !/^https?:\/\//i.test(place)) return place;
  const url = addressOf(place);
  if (isHttp(url)) return url;
  if (url.protocol === "file:") return fileURLToPath(url);
  throw new FormatError(url.href, "expected an address of http, https or a file");
}

/** A file, whose symbolic link is followed, or what lies behind an address. @throws FormatError if it cannot be opened. */
export function openSource(place: string | URL): Promise<ByteSource> {
  return typeof place === "string" ? openFileSource(place, { followLink: true }) : openHttpSource(place);
}

/** Where a file beside another one really lies: in the same folder or, where that one is a link itself, as in caches of downloads, in
 *  the folder of what it leads to.
 *  @throws FormatError if it leads elsewhere. */
export async function resolveBeside(path: string, name: string): Promise<string> {
  const file = join(dirname(path), name);
  const folders = await reading(path, Promise.all([realpath(dirname(path)), realpath(path).then(dirname)]));
  const target = await reading(file, realpath(file));
  if (folders.some((folder) => target.startsWith(folder.endsWith(sep) ? folder : folder + sep))) return target;
  throw new FormatError(file, "is a link that leads out of its folder, and is not followed");
}

/** A file beside another one. @throws FormatError if it is a link that leads elsewhere, or cannot be opened. */
export async function openBeside(path: string, name: string): Promise<ByteSource> {
  return { ...(await openFileSource(await resolveBeside(path, name))), name: join(dirname(path), name) };
}
