import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mergeRows } from "../../bench/merge.ts";
import type { Results, Row } from "../../bench/results.ts";
import { argumentsOf, type BenchRun, type Measured } from "./benchHere.ts";
import { note } from "./output.ts";

const main = fileURLToPath(new URL("./main.js", import.meta.url));

/** The command in fresh processes, one after another: what a process compiles and where its memory lies is another each time.
 *  Of those that were interrupted the rows count only where none was finished. */
export async function measureInProcesses(
  bench: BenchRun,
  count: number,
  signal: AbortSignal,
  save: (rows: readonly Row[], left: number, processes: number) => Promise<void>,
): Promise<Measured> {
  let left = 0;
  const runs: (readonly Row[])[] = [];
  const failures: string[] = [];
  for (let i = 1; i <= count && !signal.aborted; i++) {
    note(`process ${i} of ${count}`);
    const { rows, failure, ...ended } = await measureInProcess(bench, signal);
    if (rows.length > 0 && (!signal.aborted || runs.length === 0)) {
      runs.push(rows);
      left = Math.max(left, ended.left);
    }
    if (signal.aborted) break;
    if (failure !== undefined) failures.push(`process ${i} of ${count}: ${failure}`);
    if (runs.length > 0) await save(mergeRows(runs), left, runs.length);
  }
  if (runs.length === 0) return { rows: [], processes: 1, left: bench.plans.length, failures };
  return { rows: mergeRows(runs), processes: runs.length, left, failures };
}

interface Ended {
  readonly rows: readonly Row[];
  readonly left: number;
  readonly failure?: string;
}

/** A terminal's Ctrl-C reaches a process group of its own only through this process. */
function measureInProcess(bench: BenchRun, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const shard = bench.shard ? ["--shard", `${bench.shard.index}/${bench.shard.count}`] : [];
    const args = [...process.execArgv, main, "bench", ...argumentsOf(bench), ...shard, "--json"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
    const interrupt = () => child.kill("SIGINT");
    const end = () => child.kill("SIGKILL");
    signal.addEventListener("abort", interrupt);
    process.on("exit", end);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.once("error", reject);
    child.once("close", (code, killedBy) => {
      signal.removeEventListener("abort", interrupt);
      process.off("exit", end);
      const ended = endedWith(text);
      const failure =
        ended === null ? `ended with ${killedBy ?? `code ${code}`} and no results` : "some tasks failed, as said above";
      resolve({ rows: [], left: bench.plans.length, ...ended, ...((ended === null || code !== 0) && { failure }) });
    });
  });
}

/** Null where a process ended before it had written all. */
function endedWith(text: string): Ended | null {
  try {
    const { rows, shard } = JSON.parse(text) as Results;
    return { rows, left: shard?.left ?? 0 };
  } catch {
    return null;
  }
}
