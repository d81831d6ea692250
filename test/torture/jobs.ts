import { Rng } from "../../src/core/rng.ts";
import { apiKind } from "./api.ts";
import { corpus, corpusKind } from "./corpus.ts";
import type { Job } from "./guest.ts";
import { scenarios } from "./kills/scenarios.ts";
import { training } from "./kills/trainings.ts";
import { kinds } from "./readers/index.ts";

/** Seeds of a suite's cases: apart from those of the suites before and after. */
const casesOfSeed = 1_000_000;

/** A case as the list of bad outcomes names it, kind:seed; null if there is no such kind. */
export function readJob(text: string): Job | null {
  const colon = text.lastIndexOf(":");
  const [kind, seed] = [text.slice(0, colon), Number(text.slice(colon + 1))];
  const known = [corpusKind, training, apiKind, ...kinds.map(({ name }) => name), ...Object.keys(scenarios)];
  const isSeed = Number.isSafeInteger(seed) && seed >= 0 && (kind !== corpusKind || seed < corpus.length);
  return known.includes(kind) && isSeed ? { kind, seed } : null;
}

/** Each file of the corpus. */
export function corpusJobs(): Job[] {
  return corpus.map((_, seed) => ({ kind: corpusKind, seed }));
}

/** Mutants, by their kinds' weights. */
export function* mutantJobs(count: number, seed: number, among = kinds): Generator<Job, void, undefined> {
  const names = among.flatMap(({ name, weight }) => new Array<string>(weight).fill(name));
  const rng = new Rng(seed).fork("kinds");
  for (let i = 0; i < count; i++) yield { kind: names[rng.int(names.length)], seed: seed * casesOfSeed + i };
}

/** All scenarios in turn, until there is enough. */
export function* killJobs(isEnough: () => boolean, seed: number): Generator<Job, void, undefined> {
  const names = Object.keys(scenarios);
  for (let i = 0; !isEnough(); i++) yield { kind: names[i % names.length], seed: seed * casesOfSeed + i };
}

/** Trainings by the command whose threads are killed. */
export function trainingJobs(count: number, seed: number): Job[] {
  return jobsOf(training, count, seed);
}

/** Calls with one thing wrong. */
export function apiJobs(count: number, seed: number): Job[] {
  return jobsOf(apiKind, count, seed);
}

function jobsOf(kind: string, count: number, seed: number): Job[] {
  return Array.from({ length: count }, (_, i) => ({ kind, seed: seed * casesOfSeed + i }));
}
