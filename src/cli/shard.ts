import type { Command } from "commander";
import { FormatError } from "../core/errors.ts";
import { fields, whole } from "../io/check.ts";
import { type Flags, readText, UsageError } from "./options.ts";

/** A part of some work that several processes share: the `index`-th of `count`, from 1 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const mostShards = 9999;

export const shardCheck = fields({ index: whole(1, mostShards), count: whole(1, mostShards) });

/** The options that split work and join its results.
 *  @param what is split: "pairs". @param files what --merge takes: "files". */
export function shardOptions(command: Command, what: string, files: string): Command {
  return command
    .optionsGroup("Shards:")
    .option("--shard <i/n>", `Do the i-th of n shares of the ${what}, i from 1 on`)
    .option("--merge", `Join the results of all n shards, given as ${files}, and do no work`);
}

export function readShard(flags: Flags): Shard | undefined {
  const text = readText(flags, "shard");
  if (text === undefined) return undefined;
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index > count) {
    throw new UsageError(`--shard: expected i/n with i from 1 to n, such as 2/8; got ${text}`);
  }
  return { index, count };
}

/** With --merge nothing is measured: flags that say how are refused. */
export function checkMerge(command: Command, files: readonly string[], allowed: readonly string[]): void {
  if (files.length === 0) throw new UsageError("--merge: expected the results of the shards; got none");
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === "cli");
  const refused = given.find((name) => name !== "merge" && !allowed.includes(name));
  if (refused !== undefined) {
    const long = command.options.find((option) => option.attributeName() === refused)!.long;
    const others = allowed.filter((name) => name !== "debug").map((name) => `--${name}`);
    throw new UsageError(`${long}: expected with --merge no other options than ${others.join(", ")}`);
  }
}

/** Which shard does the item at this place: dealt in turns, each round of which begins one further, so that items that come
 *  in pairs, such as forward and backward, do not each go to the same ones. */
const shardOf = (place: number, count: number) => ((place + Math.floor(place / count)) % count) + 1;

export function shareOf<Item>(items: readonly Item[], shard: Shard | undefined): Item[] {
  if (shard === undefined) return [...items];
  return items.filter((_, place) => shardOf(place, shard.count) === shard.index);
}

/** A shard's results, and the file that they are from. */
export interface ShardFile<Results> {
  readonly file: string;
  readonly results: Results;
}

/** What all must have alike, by its name in messages. */
export type SameOf<Results> = Readonly<Record<string, (results: Results) => unknown>>;

/** Checks that they are all the shards of one work.
 *  @returns them, from the first shard's to the last's.
 *  @throws FormatError that names the file, unless each shard is there once and they are of the same work. */
export function inOrder<File extends ShardFile<{ readonly shard?: Shard }>>(
  files: readonly File[],
  sameOf: SameOf<File["results"]>,
): readonly [File, ...File[]] {
  const shardIn = ({ file, results: { shard } }: File) => {
    if (shard === undefined) throw new FormatError(file, "expected the results of a shard; got those of a whole");
    return shard;
  };
  const { count } = shardIn(files[0]);
  // Files of other programs may say anything.
  if (count > mostShards) throw new FormatError(files[0].file, `shard: expected at most ${mostShards}; got ${count}`);
  for (const each of files) {
    const { index } = shardIn(each);
    if (index > count) throw new FormatError(each.file, `shard: expected 1 to ${count}; got ${index}`);
    if (shardIn(each).count !== count) {
      throw new FormatError(
        each.file,
        `shard: expected one of ${count}, as ${files[0].file}; got one of ${shardIn(each).count}`,
      );
    }
    demandSame(sameOf, each, files[0]);
  }
  const sorted = [...files].sort((a, b) => shardIn(a).index - shardIn(b).index);
  const indices = sorted.map((file) => shardIn(file).index);
  const doubled = indices.findIndex((index, i) => index === indices[i + 1]);
  if (doubled >= 0)
    throw new FormatError(sorted[doubled + 1].file, `shard ${indices[doubled]}/${count}: expected it once`);
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !indices.includes(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`).join(", ");
    throw new FormatError(sorted[0].file, `expected all ${count} shards; missing: ${names}`);
  }
  return sorted as [File, ...File[]];
}

/** @throws FormatError that names the file and what it has not as the other has it. */
export function demandSame<Results>(
  sameOf: SameOf<Results>,
  { file, results }: ShardFile<Results>,
  other: ShardFile<Results>,
): void {
  for (const [name, of] of Object.entries(sameOf)) {
    const [wanted, got] = [JSON.stringify(of(other.results)), JSON.stringify(of(results))];
    if (got !== wanted) throw new FormatError(file, `${name}: expected ${wanted}, as ${other.file}; got ${got}`);
  }
}
