import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
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

/** A file beside another one; a link must lead to one in the same folder, or to a blob of the cache of Hugging Face's programs, where a
 *  folder of links is `<model>/snapshots/<revision>` and what they lead to lies in `<model>/blobs`.
 *  @throws FormatError if it leads elsewhere or cannot be opened. */
export async function openBeside(path: string, name: string): Promise<ByteSource> {
  const file = join(dirname(path), name);
  const folder = await reading(path, realpath(dirname(path)));
  const target = await reading(file, realpath(file));
  const snapshots = dirname(folder);
  const blobs = basename(snapshots) === "snapshots" ? join(dirname(snapshots), "blobs") : folder;
  if (![folder, blobs].some((allowed) => target.startsWith(allowed + sep))) {
    throw new FormatError(file, "is a link that leads out of its folder, and is not followed");
  }
  const source = await openFileSource(target);
  return { ...source, name: file };
}
