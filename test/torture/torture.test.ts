import { expect, it } from "vitest";
import { apiJobs, corpusJobs, killJobs, mutantJobs, trainingJobs } from "./jobs.ts";
import { runJobs } from "./run.ts";
import { listBad } from "./table.ts";

const seed = 17;
/** A guard against hangs, with room for machines that have other things to do. */
const hangSeconds = 30;
const timeout = 300_000;

it("files of every kind of fault are refused with a clear error", { timeout }, async () => {
  const jobs = corpusJobs();
  const results = await runJobs(jobs, { hangSeconds });
  expect(listBad(results)).toEqual([]);
  expect(results.length).toBe(jobs.length);
});

it("mutants of every kind of file are read the same twice, or refused with a clear error", { timeout }, async () => {
  const results = await runJobs(mutantJobs(1500, seed), { hangSeconds });
  expect(listBad(results)).toEqual([]);
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["right", "clear error"]));
});

it("killed threads cost nothing, or end in a clear error", { timeout }, async () => {
  let killed = 0;
  const results = await runJobs(
    killJobs(() => killed >= 30, seed),
    {
      hangSeconds,
      onResult(result) {
        killed += result.killed ?? 0;
      },
    },
  );
  expect(listBad(results)).toEqual([]);
});

it("trainings whose threads are killed end right, or can be gone on with", { timeout }, async () => {
  const results = await runJobs(trainingJobs(3, seed), { hangSeconds });
  expect(listBad(results)).toEqual([]);
  expect(results.length).toBe(3);
});

it("calls with one thing wrong end right, or with an error that says who speaks and what is wrong", {
  timeout,
}, async () => {
  const results = await runJobs(apiJobs(2000, seed), { hangSeconds });
  expect(listBad(results)).toEqual([]);
  expect(results.filter(({ outcome }) => outcome === "clear error").length).toBeGreaterThan(1000);
});
