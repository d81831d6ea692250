import type { Recipe } from "../train/recipes/recipe.ts";
import type { EpochEvent } from "../train/train.ts";
import { base, type Study } from "./studies.ts";

/** One training of a study. */
export interface StudyRun {
  readonly variant: string;
  readonly seed: number;
  readonly epochs: readonly EpochEvent[];
  /** The loss stopped being finite: why. */
  readonly failure: string | null;
}

/** A variant over all its seeds. */
export interface VariantResult {
  readonly variant: string;
  /** Validation error after the last epoch, by seed. */
  readonly errors: readonly number[];
  readonly meanError: number;
  /** Of a single run: the sample standard deviation; 0 for one seed. */
  readonly spread: number;
  /** Training error over the last epoch. */
  readonly trainError: number;
  /** The first epoch with at most 25 % training error, the mean over seeds; null if one does not get there. */
  readonly epochsTo25: number | null;
  readonly failed: number;
}

export interface StudyBudget {
  readonly seeds: number;
  /** Of each training. */
  readonly epochs: number;
  /** No further seed is begun that would end later than this, going by the slowest so far. Default: no limit. */
  readonly minutes?: number;
}

/** Every variant with every seed, seeds outermost, so that what there is can be compared whenever it is cut off.
 *  @param trainOne runs one recipe to its end. */
export async function* runStudy(
  study: Study,
  { seeds, epochs, minutes = Number.POSITIVE_INFINITY }: StudyBudget,
  trainOne: (recipe: Recipe, seed: number) => Promise<Pick<StudyRun, "epochs" | "failure">>,
): AsyncGenerator<StudyRun, void, undefined> {
  const began = performance.now();
  let slowest = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const started = performance.now();
    if (seed > 0 && started - began + slowest > 60_000 * minutes) return;
    for (const [variant, change] of Object.entries(study.variants)) {
      yield { variant, seed, ...(await trainOne({ ...base, ...change, epochs }, seed)) };
    }
    slowest = Math.max(slowest, performance.now() - started);
  }
}

export function summarizeStudy(study: Study, runs: readonly StudyRun[]): VariantResult[] {
  return Object.keys(study.variants).map((variant) => {
    const own = runs.filter((run) => run.variant === variant);
    const finished = own.filter(({ failure }) => failure === null);
    const errors = finished.map(({ epochs }) => 1 - (epochs.at(-1)?.validation?.top1 ?? 0));
    const reached = finished.map(({ epochs }) => epochs.find(({ trainTop1 }) => trainTop1 >= 0.75)?.epoch ?? null);
    const meanError = mean(errors);
    return {
      variant,
      errors,
      meanError,
      spread:
        errors.length < 2
          ? 0
          : Math.sqrt(mean(errors.map((e) => (e - meanError) ** 2)) * (errors.length / (errors.length - 1))),
      trainError: 1 - mean(finished.map(({ epochs }) => epochs.at(-1)?.trainTop1 ?? 0)),
      epochsTo25: reached.length === 0 || reached.includes(null) ? null : mean(reached.map(Number)),
      failed: own.length - finished.length,
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
