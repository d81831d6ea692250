import { beforeAll, expect, it } from "vitest";
import { apiKind } from "./api.ts";
import { corpus, corpusKind } from "./corpus.ts";
import type { Job } from "./guest.ts";
import { apiJobs, corpusJobs, killJobs, mutantJobs, trainingJobs } from "./jobs.ts";
import { scenarios } from "./kills/scenarios.ts";
import { training } from "./kills/trainings.ts";
import { kinds } from "./readers/index.ts";
import { type Result, runJobs } from "./run.ts";
import { listBad } from "./table.ts";

const seed = 17;
/** A guard against hangs, with room for machines that have other things to do. */
const hangSeconds = 30;

let results: Result[] = [];
let killed = 0;
/** Scenarios that were run while threads were killed. */
const disturbed = new Set<string>();

/** Fewer of each than `npm run torture` has, one after another in the same processes. */
function* jobs(): Generator<Job, void, undefined> {
  yield* trainingJobs(2, seed);
  yield* corpusJobs();
  yield* mutantJobs(750, seed);
  yield* apiJobs(1000, seed);
  yield* killJobs(() => killed >= 15 && disturbed.size === Object.keys(scenarios).length, seed);
}

beforeAll(async () => {
  results = await runJobs(jobs(), {
    hangSeconds,
    onResult({ kind, killed: more = 0 }) {
      if (!Object.hasOwn(scenarios, kind)) return;
      killed += more;
      disturbed.add(kind);
    },
  });
}, 300_000);

/** Results of some kinds of case, none of which ended badly. */
function resultsOf(...names: readonly string[]): Result[] {
  const own = results.filter(({ kind }) => names.includes(kind));
  expect(listBad(own)).toEqual([]);
  return own;
}

it("files of every kind of fault are refused with a clear error", () => {
  expect(resultsOf(corpusKind).length).toBe(corpus.length);
});

it("mutants of every kind of file are read the same twice, or refused with a clear error", () => {
  const mutants = resultsOf(...kinds.map(({ name }) => name));
  expect(mutants.length).toBe(750);
  expect(new Set(mutants.map(({ kind }) => kind)).size).toBe(kinds.length);
  expect(new Set(mutants.map(({ outcome }) => outcome))).toEqual(new Set(["right", "clear error"]));
});

it("killed threads cost nothing, or end in a clear error", () => {
  resultsOf(...Object.keys(scenarios));
  expect([...disturbed].sort()).toEqual(Object.keys(scenarios).sort());
  expect(killed).toBeGreaterThanOrEqual(15);
});

it("trainings whose threads are killed end right, or can be gone on with", () => {
  expect(resultsOf(training).length).toBe(2);
});

it("calls with one thing wrong end right, or with an error that says who speaks and what is wrong", () => {
  const calls = resultsOf(apiKind);
  expect(calls.filter(({ outcome }) => outcome === "clear error").length).toBeGreaterThan(500);
});
