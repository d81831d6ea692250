import { resolve } from "node:path";
import { FormatError } from "../core/errors.ts";
import { nameOf } from "../io/address.ts";
import { check, parseJson } from "../io/check.ts";
import { checksum } from "../io/checksum.node.ts";
import { quoted } from "../io/header.ts";
import { readText as readTextFile } from "../io/open.node.ts";
import { stripPrefix } from "../io/prefix.ts";
import { type NameMap, nameMapCheck, renameTensors } from "../io/rename.ts";
import { safetensorsParts, type TensorData } from "../io/safetensors.ts";
import { locate } from "../io/sources.node.ts";
import { checkFinite } from "../train/finite.ts";
import type { Pretrained } from "../train/pretrained.ts";
import { naming } from "../train/run.node.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { type Loaded, loadWeights } from "./loadWeights.ts";
import { describeMatch } from "./matchTable.ts";
import { type Flags, readText, UsageError } from "./options.ts";

const mostMapBytes = 2 ** 20;

export const mapHelp =
  'JSON, { "name in the file": "name in the network" }, with * for any text; the guide to fine-tuning has all that it can say';

/** A file of weights, and how a run notes it. */
export interface Weights extends Pretrained {
  readonly noted: NonNullable<RunConfig["weights"]>;
}

/** What --weights, --map and --classes-from-data say.
 *  @param say told what was done to the file's names, and which of them the network has. */
export async function readWeights(flags: Flags, say: (line: string) => void): Promise<Weights | undefined> {
  const path = readText(flags, "weights");
  const classesFromData = flags.classesFromData === true;
  if (path === undefined) {
    const alone = classesFromData ? "classes-from-data" : flags.map === undefined ? null : "map";
    if (alone !== null) throw new UsageError(`--${alone}: expected it with --weights`);
    return undefined;
  }
  const { tensors, file } = await readNamed(flags, path, say);
  const sha256 = checksum(safetensorsParts(file.tensors, file.metadata));
  const located = locate(path);
  let isSaid = false;
  return {
    tensors,
    source: path,
    classesFromData,
    noted: { path: typeof located === "string" ? resolve(path) : nameOf(located), sha256 },
    onReport(report, model) {
      // Where --minutes chooses the epochs, a network is made twice.
      if (!isSaid) for (const line of describeMatch(path, report, model, tensors)) say(line);
      isSaid = true;
    },
  };
}

/** A file's tensors by a network's names: without what wraps them, and as --map says. */
export async function readNamed(
  flags: Flags,
  path: string,
  say: (line: string) => void,
): Promise<{ readonly tensors: ReadonlyMap<string, TensorData>; readonly file: Loaded }> {
  const file = await loadWeights(path);
  const { tensors: bare, prefix, leftOut } = stripPrefix<TensorData>(file.tensors);
  if (leftOut.length > 0) {
    say(`${path}: ${leftOut.length} tensors beside the network are left out, such as ${quoted(leftOut[0]!)}`);
  }
  if (prefix !== "") say(`${path}: all names begin with ${prefix}, which is taken off`);
  const mapPath = readText(flags, "map");
  const tensors = mapPath === undefined ? bare : await renamed(mapPath, bare, prefix, say);
  checkFinite(path, tensors);
  return { tensors, file };
}

async function renamed(
  path: string,
  tensors: ReadonlyMap<string, TensorData>,
  prefix: string,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, TensorData>> {
  const json = parseJson(path, await readTextFile(path, mostMapBytes, { followLink: true }));
  check(path, json, nameMapCheck);
  // Names may be written as the file has them, too.
  const bare = Object.entries(json as NameMap).map(([name, to]) => {
    return [name.startsWith(prefix) ? name.slice(prefix.length) : name, to] as const;
  });
  const doubled = bare.find(([name], i) => bare.findIndex(([other]) => other === name) < i);
  if (doubled !== undefined)
    throw new FormatError(path, `${quoted(doubled[0])}: expected it once, with ${prefix} or without`);
  const result = naming(path, () => renameTensors(tensors, Object.fromEntries(bare)));
  for (const name of result.unused) say(`${path}: no tensor is called ${name}`);
  return result.tensors;
}
