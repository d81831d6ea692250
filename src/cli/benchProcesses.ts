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
  save: (rows: readonly Row[], processes: number) => Promise<void>,
): Promise<Measured> {
  const runs: (readonly Row[])[] = [];
  let hasFailed = false;
  for (let i = 1; i <= count; i++) {
    note(`process ${i} of ${count}`);
    const { rows, code } = await measureInProcess(bench, signal);
    hasFailed ||= code !== 0;
    if (!signal.aborted || runs.length === 0) runs.push(rows);
    if (signal.aborted) break;
    await save(mergeRows(runs), runs.length);
  }
  const failures = hasFailed && !signal.aborted ? ["some tasks failed, as said above"] : [];
  return { rows: mergeRows(runs), processes: runs.length, failures };
}

/** A terminal's Ctrl-C reaches a process group of its own only through this process. */
function measureInProcess(
  bench: BenchRun,
  signal: AbortSignal,
): Promise<{ rows: readonly Row[]; code: number | null }> {
  return new Promise((resolve, reject) => {
    const args = [...process.execArgv, main, "bench", ...argumentsOf(bench), "--json"];
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
    child.once("close", (code) => {
      signal.removeEventListener("abort", interrupt);
      process.off("exit", end);
      if (text === "") reject(new Error(`a process of the benchmark ended with code ${code} and no results`));
      else resolve({ rows: (JSON.parse(text) as Results).rows, code });
    });
  });
}
