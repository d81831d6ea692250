import { differenceOfShares, type Interval, mean, meanInterval } from "../train/interval.ts";
import { type Measure, measureOf } from "./measures.ts";
import type { StudyRun } from "./runStudy.ts";
import type { Study } from "./studies.ts";

/** What a study says of its first variant against another one, by one measure. */
interface Answer {
  readonly measure: string;
  readonly variants: readonly [first: string, other: string];
  /** Trainings of each that can be compared. */
  readonly seeds: number;
  /** The other's less the first's, the mean over the seeds; null where nothing can be compared. */
  readonly difference: number | null;
  /** 95 % interval of the difference: over the seeds; with one seed, what the number of validation images leaves open, or
   *  null. */
  readonly interval: Interval | null;
  /** Which has the lower value; null: these runs cannot tell. */
  readonly lower: string | null;
  readonly sentence: string;
}

/** Compares the first variant with each other one. Trainings are paired by their seed; those that failed are left out. */
export function answerStudy(study: Study, runs: readonly StudyRun[]): Answer[] {
  const [first = "", ...others] = Object.keys(study.variants);
  return (study.measures ?? ["error"]).flatMap((name) => {
    const measure = measureOf(name, study);
    return others.map((other) => compare(measure, [first, other], runs));
  });
}

/** What one has to know of the measures. */
export function answerNotes(study: Study): string[] {
  return (study.measures ?? []).flatMap((name) => measureOf(name, study).note ?? []);
}

function compare(measure: Measure, variants: Answer["variants"], runs: readonly StudyRun[]): Answer {
  const [first, other] = variants.map((name) => valuesOf(measure, name, runs)) as [Values, Values];
  const seeds = [...first.keys()].filter((seed) => other.has(seed));
  const answer = { measure: measure.name, variants, seeds: seeds.length };
  if (seeds.length === 0) {
    const sentence = `The ${measure.name} cannot be compared between ${variants.map((name) => `“${name}”`).join(" and ")}: ${first.size} and ${other.size} of their runs have one.`;
    return { ...answer, difference: null, interval: null, lower: null, sentence };
  }
  const differences = seeds.map((seed) => other.get(seed)! - first.get(seed)!);
  const difference = mean(differences);
  const [count = 1] = runs.flatMap(({ epochs }) => epochs.at(-1)?.validation?.count ?? []);
  const overSeeds = meanInterval(differences, measure.resolution(count));
  if (overSeeds === null) {
    const values = [first.get(seeds[0])!, other.get(seeds[0])!] as const;
    const interval = measure.isShare ? differenceOfShares(values[1], values[0], count) : null;
    return {
      ...answer,
      difference,
      interval,
      lower: null,
      sentence: oneRunEach(measure, variants, difference, interval, count),
    };
  }
  const lower = overSeeds.low > 0 ? variants[0] : overSeeds.high < 0 ? variants[1] : null;
  const sentence = overRuns(measure, variants, { difference, interval: overSeeds, lower, seeds: seeds.length });
  return { ...answer, difference, interval: overSeeds, lower, sentence };
}

type Values = ReadonlyMap<number, number>;

/** By seed, of the trainings that have one. */
function valuesOf(measure: Measure, name: string, runs: readonly StudyRun[]): Values {
  const own = runs.filter(({ variant, failure }) => variant === name && failure === null);
  return new Map(
    own.flatMap(({ seed, epochs }) => {
      const value = measure.of(epochs);
      return value === null ? [] : [[seed, value] as const];
    }),
  );
}

function overRuns(
  measure: Measure,
  variants: Answer["variants"],
  {
    difference,
    interval,
    lower,
    seeds,
  }: { difference: number; interval: Interval; lower: string | null; seeds: number },
): string {
  const { name, digits, unit } = measure;
  const amount = `${digits(Math.abs(difference))}${unit}`;
  if (lower === null) {
    const side = difference < 0 ? variants[1] : variants[0];
    return `These ${seeds} runs of each cannot tell whether the ${name} is lower with ${either(variants)}: it was ${amount} lower with “${side}”, and the 95 % interval of the difference, ${span(measure, interval)}, has 0 in it.`;
  }
  const higher = lower === variants[0] ? variants[1] : variants[0];
  const amounts = [Math.abs(interval.low), Math.abs(interval.high)] as const;
  const inOrder = { low: Math.min(...amounts), high: Math.max(...amounts) };
  return `The ${name} is lower with “${lower}” than with “${higher}”: by ${amount} (95 % interval ${span(measure, inOrder)}; ${seeds} runs of each).`;
}

function oneRunEach(
  measure: Measure,
  variants: Answer["variants"],
  difference: number,
  interval: Interval | null,
  count: number,
): string {
  const { name, digits, unit } = measure;
  const images =
    interval === null
      ? ""
      : ` The ${count.toLocaleString("en")} validation images alone leave ${span(measure, interval)} open (95 % interval, binomial).`;
  return `One run each cannot tell whether the ${name} is lower with ${either(variants)}: “${variants[1]}” had it ${digits(Math.abs(difference))}${unit} ${difference < 0 ? "lower" : "higher"}, and other random numbers would change that.${images} More runs of each: --seeds 3.`;
}

function either([first, other]: Answer["variants"]): string {
  return `“${first}” or with “${other}”`;
}

function span({ digits, unit }: Measure, { low, high }: Interval): string {
  return `${digits(low)} to ${digits(high)}${unit}`.replaceAll("-", "−");
}
