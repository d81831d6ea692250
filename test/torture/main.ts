import { parseArgs } from "node:util";
import { formatDuration } from "../../src/cli/format.ts";
import { Progress } from "../../src/cli/progress.ts";
import type { Job } from "./guest.ts";
import { corpusJobs, killJobs, mutantJobs } from "./jobs.ts";
import { Trainings } from "./kills/trainings.ts";
import { isGood } from "./outcome.ts";
import { type Result, runJobs, runTrainings, training } from "./run.ts";
import { countOutcomes, formatOutcomes, listBad } from "./table.ts";

const help = `npm run torture -- [--seed S] [--mutants N] [--kills N] [--runs N] [--minutes N] [--only kind:seed] [--json]

Reads N mutants (default 40000) of every kind of file; kills threads until N (default 1000) have died, while they start, work
and end; and runs N trainings (default 200) by the command whose threads die. What is not right must be a clear error.
--minutes: nothing new is begun after so many. --only: one case again, as the list of bad outcomes names it.`;

/** No case takes longer by itself, on a machine that has its cores to itself. */
const hangSeconds = 5;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "0" },
      mutants: { type: "string", default: "40000" },
      kills: { type: "string", default: "1000" },
      runs: { type: "string", default: "200" },
      minutes: { type: "string", default: "1440" },
      only: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [seed, mutants, kills, runs, minutes] = [
    values.seed,
    values.mutants,
    values.kills,
    values.runs,
    values.minutes,
  ].map(Number) as [number, number, number, number, number];
  const only = values.only === undefined ? null : readJob(values.only);
  const isWhole = [seed, mutants, kills, runs, only?.seed ?? 0].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (values.help || !isWhole || !(minutes > 0)) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const started = performance.now();
  const isLate = () => performance.now() - started > 60_000 * minutes;
  const progress = new Progress();
  const results: Result[] = [];
  const killed = () => results.reduce((sum, result) => sum + (result.killed ?? 0), 0);
  /** @param done how far it is, of `total`. */
  const take = (what: string, done: () => number, total: number) => (result: Result) => {
    results.push(result);
    const bad = results.filter((each) => !isGood(each)).length;
    progress.show(`${what} ${done()}/${total}, ${bad} bad`, done(), total);
  };
  const until = function* (jobs: Iterable<Job>) {
    for (const job of jobs) {
      if (isLate()) return;
      yield job;
    }
  };
  using trainings = new Trainings();
  if (only !== null) {
    if (only.kind === training) results.push({ ...only, ...(await trainings.run(only.seed)) });
    else await runJobs([only].values(), { hangSeconds, onResult: take("cases", () => results.length, 1) });
  } else {
    const files = corpusJobs();
    await runJobs(files.values(), { hangSeconds, onResult: take("corpus", () => results.length, files.length) });
    const read = () => results.length - files.length;
    await runJobs(until(mutantJobs(mutants, seed)), { hangSeconds, onResult: take("mutants", read, mutants) });
    const jobs = killJobs(() => killed() >= kills, seed);
    await runJobs(until(jobs), { hangSeconds, onResult: take("threads killed", killed, kills) });
    const runsBefore = results.length;
    const trained = () => results.length - runsBefore;
    await runTrainings(trainings, { runs, seed, isLate, onResult: take("trainings", trained, runs) });
  }
  progress.clear();
  const rows = countOutcomes(results);
  const bad = listBad(results);
  const milliseconds = performance.now() - started;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ seed, seconds: milliseconds / 1000, rows, bad: results.filter((each) => !isGood(each)) })}\n`
      : `${[formatOutcomes(rows), "", ...bad, `${bad.length} bad outcomes in ${formatDuration(milliseconds)}`].join("\n")}\n`,
  );
  return bad.length === 0 ? 0 : 1;
}

function readJob(text: string): Job {
  const colon = text.lastIndexOf(":");
  return { kind: text.slice(0, colon), seed: Number(text.slice(colon + 1)) };
}

process.exitCode = await main();
