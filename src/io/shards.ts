import { FormatError } from "../core/errors.ts";
import { type Check, check, fields, isRecord, parseJson, recordOf, text } from "./check.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import type { ByteSource } from "./source.ts";

export const mostIndexBytes = 2 ** 24;
const mostShards = 1000;
/** How many of the characters {, [, : and comma: an index has two for each tensor. */
const mostMarks = 2 ** 18;

/** A file beside the index: nothing that leads elsewhere. */
const shardName = text("the name of a .safetensors file beside the index", (name) =>
  /^[^/\\:\0]+\.safetensors$/.test(name),
);
const anyRecord: Check = (value, where) => (isRecord(value) ? null : { where, expected: "an object", got: value });
const index = fields({ weight_map: recordOf(shardName) }, { metadata: anyRecord });

/** Whether a path or an address is that of an index. */
export const isIndex = (path: string) => path.endsWith(".json");

/** Opens the files of a model.safetensors.index.json, which says which file has which tensor.
 *  @param path of the index.
 *  @param json its text.
 *  @param open opens a file beside it.
 *  @throws FormatError if it is none, names a file elsewhere, or a file does not have what it says. */
export async function openShards(
  path: string,
  json: string,
  open: (name: string) => Promise<ByteSource>,
): Promise<SafetensorsFile> {
  if (hasMore(json, /[{[:,]/g, mostMarks)) throw new FormatError(path, `expected at most ${mostMarks / 2} names`);
  const content = parseJson(path, json);
  check(path, content, index);
  const { weight_map: names } = content as { readonly weight_map: Readonly<Record<string, string>> };
  const shards = new Map<string, SafetensorsFile>();
  try {
    for (const name of new Set(Object.values(names))) {
      if (shards.size === mostShards) throw new FormatError(path, `expected at most ${mostShards} files`);
      shards.set(name, await SafetensorsFile.open(await open(name)));
    }
    const owners = Object.entries(names).map(([tensor, name]) => [tensor, shards.get(name)!] as const);
    const metadata = Object.assign({}, ...[...shards.values()].map((shard) => shard.metadata));
    return SafetensorsFile.join(path, metadata, new Map(owners));
  } catch (error) {
    await Promise.all([...shards.values()].map((shard) => shard.close()));
    throw error;
  }
}

/** Whether a text has more than `most` of a character: objects would be made of them. */
function hasMore(text: string, character: RegExp, most: number): boolean {
  let count = 0;
  while (count <= most && character.test(text)) count++;
  return count > most;
}
