import { mean, standardDeviation } from "../train/interval.ts";
import type { Recipe } from "../train/recipes/recipe.ts";
import type { LayersEvent } from "../train/train.ts";
import { type ErrorCurves, epochsTo } from "./measures.ts";
import { base } from "./studies.ts";
import type { Study } from "./study.ts";

/** What came of one training. */
export interface Trained extends ErrorCurves {
  /** Training loss over the last epoch; null before its end. */
  readonly loss: number | null;
  /** What the layers did, in some of its steps. */
  readonly layers: readonly LayersEvent[];
  /** The loss stopped being finite: why. */
  readonly failure: string | null;
}

/** One training of a study, as it is kept. */
export interface StudyRun extends Omit<Trained, "loss" | "layers"> {
  readonly variant: string;
  readonly seed: number;
  readonly lr: number;
}

/** Runs one recipe, until its last epoch or the first whose training error is `untilTrainError` or less. */
export type TrainOne = (recipe: Recipe, seed: number, untilTrainError?: number) => Promise<Trained>;

/** A variant over all its seeds. */
interface VariantResult {
  readonly variant: string;
  readonly lr: number;
  /** Validation error after the last epoch, by seed. */
  readonly errors: readonly number[];
  readonly meanError: number;
  /** Sample standard deviation over the seeds; null for one seed. */
  readonly spread: number | null;
  /** Training error over the last epoch. */
  readonly trainError: number;
  /** Epochs until the training error is 25 %, the mean over seeds; null if one does not get there. */
  readonly epochsTo25: number | null;
  readonly failed: number;
}

interface StudyBudget {
  readonly seeds: number;
  /** How long each training is. */
  readonly epochs: number;
  /** No seed after the second is begun that would end later than this, going by the slowest so far. Default: no limit. */
  readonly minutes?: number;
  /** Trainings that are left out, as they are done, or another process's. Default: none. */
  readonly skips?: (variant: string, seed: number) => boolean;
}

/** As few pairs as an interval takes. */
export const fewestSeeds = 2;

/** A variant's recipe at one of the rates that it chooses from: the loss of the last epoch of the trial, null if it was not finite. */
export interface RateTrial {
  readonly variant: string;
  readonly lr: number;
  readonly loss: number | null;
}

/** The recipe of each variant, by name. */
export function variantRecipes({ condition, variants }: Study): Map<string, Recipe> {
  const shared = { ...base, ...condition.recipe };
  return new Map(Object.entries(variants).map(([name, change]) => [name, { ...shared, ...change }]));
}

/** How long a rate is tried where a training has so many epochs. */
export function trialEpochs({ rateEpochs = 1 }: Study, epochs: number): number {
  return Math.min(rateEpochs, epochs);
}

/** Trains every variant at every rate of the study, where it has rates, for `trialEpochs`; seed 0.
 *  @param epochs how long each training of the study is.
 *  @param done trials that are left out. */
export async function* tryRates(
  study: Study,
  epochs: number,
  trainOne: TrainOne,
  done: readonly RateTrial[] = [],
): AsyncGenerator<RateTrial, void, undefined> {
  for (const [variant, recipe] of variantRecipes(study)) {
    for (const lr of study.rates ?? []) {
      if (done.some((trial) => trial.variant === variant && trial.lr === lr)) continue;
      const { loss, failure } = await trainOne({ ...recipe, lr, epochs: trialEpochs(study, epochs) }, 0);
      yield { variant, lr, loss: failure === null ? loss : null };
    }
  }
}

/** The rate at which the variant's loss was the lowest; undefined where none was tried, or none was finite. */
export function chooseRate(trials: readonly RateTrial[], variant: string): number | undefined {
  const finite = trials.filter(
    (trial): trial is RateTrial & { loss: number } => trial.variant === variant && trial.loss !== null,
  );
  return finite.sort((a, b) => a.loss - b.loss)[0]?.lr;
}

/** Every variant with every seed, seeds outermost, so that what there is can be compared whenever it is cut off. All
 *  variants of a seed start from the same weights, as far as they have the same layers, and see the images in the same order.
 *  @param trials what `tryRates` found. */
export async function* runStudy(
  study: Study,
  { seeds, epochs, minutes = Number.POSITIVE_INFINITY, skips = () => false }: StudyBudget,
  trainOne: TrainOne,
  trials: readonly RateTrial[] = [],
): AsyncGenerator<StudyRun & Trained, void, undefined> {
  const began = performance.now();
  let slowest = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const started = performance.now();
    if (seed >= fewestSeeds && started - began + slowest > 60_000 * minutes) return;
    for (const [variant, recipe] of variantRecipes(study)) {
      if (skips(variant, seed)) continue;
      const lr = chooseRate(trials, variant) ?? recipe.lr;
      yield { variant, seed, lr, ...(await trainOne({ ...recipe, lr, epochs }, seed, study.untilTrainError)) };
    }
    slowest = Math.max(slowest, performance.now() - started);
  }
}

export function summarizeStudy(study: Study, runs: readonly StudyRun[]): VariantResult[] {
  return [...variantRecipes(study)].map(([variant, recipe]) => {
    const own = runs.filter((run) => run.variant === variant);
    const finished = own.filter(({ failure }) => failure === null);
    const errors = finished.map(({ validationErrors }) => validationErrors.at(-1)!);
    const reached = finished.map(({ trainErrors }) => epochsTo(0.25, trainErrors));
    return {
      variant,
      lr: own[0]?.lr ?? recipe.lr,
      errors,
      meanError: mean(errors),
      spread: standardDeviation(errors),
      trainError: mean(finished.map(({ trainErrors }) => trainErrors.at(-1)!)),
      epochsTo25: reached.length === 0 || reached.includes(null) ? null : mean(reached.map(Number)),
      failed: own.length - finished.length,
    };
  });
}
