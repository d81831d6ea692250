import { parseArgs } from "node:util";
import { formatDuration } from "../../src/cli/format.ts";
import { Progress } from "../../src/cli/progress.ts";
import type { Job } from "./guest.ts";
import { apiJobs, corpusJobs, killJobs, mutantJobs, readJob, trainingJobs } from "./jobs.ts";
import { isGood } from "./outcome.ts";
import { weights } from "./readers/weights.ts";
import { type Result, runJobs } from "./run.ts";
import { countOutcomes, describeResult, formatOutcomes, listBad } from "./table.ts";

const help = `npm run torture -- [--seed S] [--mutants N] [--weights N] [--kills N] [--runs N] [--api N] [--minutes N]
  [--patience S] [--only kind:seed] [--json]

Reads N mutants (default 40000) of every kind of file, and N more (default 20000) of files of weights; kills threads until N (default 1000) have died, while they start, work
and end; runs N trainings (default 200) by the command whose threads die; and makes N calls (default 10000) of all that is
exported, each with one thing wrong. What is not right must be a clear error.
--minutes: nothing new is begun after so many. --patience: seconds after which a case hangs (default 5; more where the
machine has other things to do). --only: one case again, as the list of bad outcomes names it.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "0" },
      mutants: { type: "string", default: "40000" },
      weights: { type: "string", default: "20000" },
      kills: { type: "string", default: "1000" },
      runs: { type: "string", default: "200" },
      api: { type: "string", default: "10000" },
      minutes: { type: "string", default: "1440" },
      patience: { type: "string", default: "5" },
      only: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [seed, mutants, ofWeights] = [Number(values.seed), Number(values.mutants), Number(values.weights)];
  const [kills, runs, api] = [Number(values.kills), Number(values.runs), Number(values.api)];
  const [minutes, hangSeconds] = [Number(values.minutes), Number(values.patience)];
  const only = values.only === undefined ? null : readJob(values.only);
  const isWhole = [seed, mutants, ofWeights, kills, runs, api].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (values.help || !isWhole || !(minutes > 0 && hangSeconds > 0) || (only === null && values.only !== undefined)) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const started = performance.now();
  const progress = new Progress();
  const isLate = () => performance.now() - started > 60_000 * minutes;
  const results =
    only === null
      ? await runAll({ seed, mutants, ofWeights, kills, runs, api, hangSeconds, isLate, progress })
      : await runJobs([only], { hangSeconds });
  progress.clear();
  const rows = countOutcomes(results);
  const bad = results.filter((result) => !isGood(result));
  const milliseconds = performance.now() - started;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ seed, seconds: milliseconds / 1000, rows, bad })}\n`
      : `${formatOutcomes(rows)}\n\n${listBad(results).join("\n")}\n${bad.length} bad outcomes in ${formatDuration(milliseconds)}\n`,
  );
  return bad.length === 0 ? 0 : 1;
}

async function runAll(options: {
  readonly seed: number;
  readonly mutants: number;
  readonly ofWeights: number;
  readonly kills: number;
  readonly runs: number;
  readonly api: number;
  readonly hangSeconds: number;
  readonly isLate: () => boolean;
  readonly progress: Progress;
}): Promise<Result[]> {
  const { seed, hangSeconds, isLate, progress } = options;
  let bad = 0;
  let killed = 0;
  const part = (what: string, jobs: Iterable<Job>, total: number, isOfTotal: (result: Result) => number) => {
    let done = 0;
    const onResult = (result: Result) => {
      if (!isGood(result)) {
        bad++;
        progress.line(describeResult(result));
      }
      killed += result.killed ?? 0;
      done += isOfTotal(result);
      progress.show(() => `${what} ${done}/${total}, ${bad} bad`, Math.min(done, total), total);
    };
    return runJobs(jobs, { hangSeconds, isLate, onResult });
  };
  const files = corpusJobs();
  return [
    ...(await part("files of the corpus", files, files.length, () => 1)),
    ...(await part("mutants", mutantJobs(options.mutants, seed), options.mutants, () => 1)),
    ...(await part("weights", mutantJobs(options.ofWeights, seed, weights), options.ofWeights, () => 1)),
    ...(await part(
      "threads killed",
      killJobs(() => killed >= options.kills, seed),
      options.kills,
      (result) => result.killed ?? 0,
    )),
    ...(await part("trainings", trainingJobs(options.runs, seed), options.runs, () => 1)),
    ...(await part("calls", apiJobs(options.api, seed), options.api, () => 1)),
  ];
}

process.exitCode = await main();
