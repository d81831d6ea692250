import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fitTable } from "../src/cli/format.ts";
import { type Change, compareRuns, verdicts } from "./compare.ts";
import { parseResults } from "./readResults.ts";
import type { Results } from "./results.ts";

const help = `Usage: npm run bench:check -- [stored.json [now.json]] [--json]

Measures again what a stored run of "alexgrad bench" measured, or takes another stored run, and compares its ratios: to the
machine's bound, to peers, to each other. Milliseconds are not compared. Exits with 1 if a ratio has worsened,
if one that needs no peer is missing, or if a task failed; with 2 if nothing could be compared.
Default: the newest file of bench/results that several processes have measured.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } },
});

try {
  if (values.help) process.stdout.write(help);
  else await check(positionals[0], positionals[1]);
} catch (error) {
  process.stderr.write(`bench:check: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}

async function check(storedPath: string | undefined, nowPath: string | undefined): Promise<void> {
  const stored = storedPath === undefined ? newest() : read(storedPath);
  const now = nowPath === undefined ? await measure(stored) : read(nowPath);
  const changes = compareRuns(stored, now);
  if (changes.every(({ verdict }) => verdict === "missing")) throw new Error("the two runs have no ratio in common");
  process.stdout.write(`${values.json ? JSON.stringify(changes) : format(changes)}\n`);
  const isLost = ({ verdict, isOurs }: Change) => verdict === "worsened" || (verdict === "missing" && isOurs);
  if (changes.some(isLost)) process.exitCode = 1;
}

function read(path: string | URL): Results {
  return parseResults(readFileSync(path, "utf8"), `${path}`);
}

function newest(): Results {
  const folder = new URL("../../bench/results/", import.meta.url);
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  const all = files
    .map((name) => read(new URL(name, folder)))
    .filter(({ command, processes }) => command !== undefined && processes > 1);
  const last = all.sort((a, b) => a.date.localeCompare(b.date)).at(-1);
  if (last === undefined) throw new Error("bench/results: expected a file of several processes; got none");
  return last;
}

/** By the same arguments, in a process of its own. Where a task of it fails, so does this process. */
async function measure({ command }: Results): Promise<Results> {
  if (command === undefined) throw new Error("expected a stored run that says by which command it was measured");
  const main = fileURLToPath(new URL("../src/cli/main.js", import.meta.url));
  const child = spawn(process.execPath, [main, "bench", ...command, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (out === "") throw new Error(`alexgrad bench: expected results; got none, and exit code ${code}`);
  if (code !== 0) process.exitCode = 1;
  return parseResults(out, "alexgrad bench");
}

function format(changes: readonly Change[]): string {
  const sorted = verdicts.flatMap((verdict) => changes.filter((change) => change.verdict === verdict));
  const counts = verdicts.map(
    (verdict) => `${changes.filter((change) => change.verdict === verdict).length} ${verdict}`,
  );
  const number = (value: number | undefined) => (value === undefined ? "–" : value.toPrecision(3));
  const rows = sorted.map(({ task, contender, of, stored, now, verdict }) => {
    return [`${task}: ${contender} / ${of}`, number(stored), number(now), verdict];
  });
  const table = fitTable([["ratio", "stored", "now", ""], ...rows], process.stdout.columns ?? 120);
  return `${table}\n\n${counts.join(", ")}`;
}
