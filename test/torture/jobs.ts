import { Rng } from "../../src/core/rng.ts";
import { corpus, corpusKind } from "./corpus.ts";
import type { Job } from "./guest.ts";
import { scenarios } from "./kills/scenarios.ts";
import { kinds } from "./readers/index.ts";

/** Seeds of a suite's cases: apart from those of the suites before and after. */
const casesOfSeed = 1_000_000;

/** Each file of the corpus. */
export function corpusJobs(): Job[] {
  return corpus.map((_, seed) => ({ kind: corpusKind, seed }));
}

/** Mutants of all kinds, by their weights. */
export function* mutantJobs(count: number, seed: number): Generator<Job, void, undefined> {
  const names = kinds.flatMap(({ name, weight }) => new Array<string>(weight).fill(name));
  const rng = new Rng(seed).fork("kinds");
  for (let i = 0; i < count; i++) yield { kind: names[rng.int(names.length)]!, seed: seed * casesOfSeed + i };
}

/** All scenarios in turn, until there is enough. */
export function* killJobs(isEnough: () => boolean, seed: number): Generator<Job, void, undefined> {
  const names = Object.keys(scenarios);
  for (let i = 0; !isEnough(); i++) yield { kind: names[i % names.length]!, seed: seed * casesOfSeed + i };
}
