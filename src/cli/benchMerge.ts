import { parseResults } from "../../bench/readResults.ts";
import { type Results, taskKey } from "../../bench/results.ts";
import { FormatError } from "../core/errors.ts";
import { version } from "../core/version.ts";
import { readText } from "../io/open.node.ts";
import { inOrder, type ShardFile } from "./shard.ts";

const mostBytes = 2 ** 26;

async function readShardFile(file: string): Promise<ShardFile<Results>> {
  const results = parseResults(await readText(file, mostBytes), file);
  if (results.alexgrad !== version) {
    throw new FormatError(file, `alexgrad: expected ${version}; got ${results.alexgrad}`);
  }
  return { file, results };
}

export interface Merged {
  readonly results: Results;
  /** A line for each shard that did not measure all of its share. */
  readonly failures: readonly string[];
}

/** The rows of all shards as those of one run, of the latest date.
 *  @throws FormatError that names the file unless they are of one command, on machines that are alike, and each is there once. */
export async function mergeBench(paths: readonly string[]): Promise<Merged> {
  const files = inOrder(await Promise.all(paths.map(readShardFile)), {
    command: ({ command }) => command,
    machine: ({ machine }) => machine,
    processes: ({ processes }) => processes,
  });
  const { shard: _, ...first } = files[0].results;
  const dates = files.map(({ results }) => results.date).sort();
  const owners = new Map<string, string>();
  for (const { file, results } of files) {
    for (const row of results.rows) {
      const [key, owner] = [taskKey(row), owners.get(taskKey(row)) ?? file];
      if (owner !== file) throw new FormatError(file, `${row.what} ${row.size} ${row.pass}: ${owner} has it too`);
      owners.set(key, file);
    }
  }
  const failures = files.flatMap(({ file, results: { shard } }) =>
    shard!.left > 0 ? [`${file}: tasks of its share that were not measured: ${shard!.left}`] : [],
  );
  return { results: { ...first, date: dates.at(-1)!, rows: files.flatMap(({ results }) => results.rows) }, failures };
}
