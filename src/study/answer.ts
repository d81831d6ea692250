import { type Interval, mean, meanInterval } from "../train/interval.ts";
import { type Measure, measureOf } from "./measures.ts";
import type { StudyRun } from "./runStudy.ts";
import type { Condition, Study } from "./study.ts";

/** What a study says of its first variant against another one, by one measure. */
export interface Answer {
  readonly measure: string;
  readonly variants: readonly [first: string, other: string];
  /** By seed: the other's measure less the first's. */
  readonly differences: readonly number[];
  /** Their mean; null where there is none. */
  readonly difference: number | null;
  /** 95 % interval of the mean (Student's t over the pairs); null for fewer than two. */
  readonly interval: Interval | null;
  /** Which of the two has the lower measure; null: that could not be shown. */
  readonly lower: string | null;
  readonly sentence: string;
}

/** What came of a study. */
export interface Outcome {
  readonly condition: Pick<Condition, "validation">;
  readonly runs: readonly StudyRun[];
}

/** Compares the first variant with each other one. Trainings are paired by their seed; those that failed are left out. */
export function answerStudy(study: Study, outcome: Outcome): Answer[] {
  const [first = "", ...others] = Object.keys(study.variants);
  return (study.measures ?? ["error"]).flatMap((name) => {
    const measure = measureOf(name, study);
    return others.map((other) => compare(measure, [first, other], outcome, study.expects ?? true));
  });
}

/** What one has to know of the measures, and whether the condition held. */
export function answerNotes(study: Study, { runs }: Outcome): string[] {
  const notes = (study.measures ?? []).flatMap((name) => measureOf(name, study).note ?? []);
  const { overfits } = study.condition;
  const ends = runs
    .filter(({ variant }) => variant === overfits)
    .flatMap(({ trainErrors }) => trainErrors.at(-1) ?? []);
  if (overfits === undefined || ends.length === 0) return notes;
  const fits = mean(ends) <= mostOverfitted;
  const text = `“${overfits}” ends at ${(100 * mean(ends)).toFixed(1)} % training error, ${fits ? "so that it over-fits, as the claim needs" : "so that it does not over-fit, and the claim cannot show"}.`;
  return [text, ...notes];
}

/** A net that over-fits has learned its training images up to this share. */
const mostOverfitted = 0.1;

function compare(measure: Measure, variants: Answer["variants"], outcome: Outcome, expects: boolean): Answer {
  const [first, other] = variants.map((name) => valuesOf(measure, name, outcome)) as [Values, Values];
  const differences = [...first].flatMap(([seed, value]) => {
    const its = other.get(seed);
    return its === undefined ? [] : [its - value];
  });
  const interval = meanInterval(differences, measure.resolution(outcome.condition.validation));
  const answer = { measure: measure.name, variants, differences };
  if (interval === null) {
    const sentence = `No verdict on the ${measure.name} of “${variants[0]}” and “${variants[1]}”: an interval takes two pairs of trainings that have one, and there ${differences.length === 1 ? "is one" : "is none"}.`;
    return { ...answer, difference: differences[0] ?? null, interval, lower: null, sentence };
  }
  const difference = mean(differences);
  const lower = interval.low > 0 ? variants[0] : interval.high < 0 ? variants[1] : null;
  const sentence = verdict(measure, { ...answer, difference, interval, lower }, expects);
  return { ...answer, difference, interval, lower, sentence };
}

type Values = ReadonlyMap<number, number>;

/** By seed, of the trainings that have one. */
function valuesOf(measure: Measure, name: string, { runs }: Outcome): Values {
  const own = runs.filter(({ variant, failure }) => variant === name && failure === null);
  return new Map(
    own.flatMap((run) => {
      const value = measure.of(run);
      return value === null ? [] : [[run.seed, value] as const];
    }),
  );
}

interface Compared extends Omit<Answer, "difference" | "interval" | "sentence"> {
  readonly difference: number;
  readonly interval: Interval;
}

function verdict(measure: Measure, { variants, difference, interval, lower, differences }: Compared, expects: boolean) {
  const [first, other] = variants;
  const { name, digits, unit } = measure;
  const amount = `${digits(Math.abs(difference))}${unit}`;
  // As an amount that the lower one is lower by.
  const { low, high } = difference < 0 ? { low: -interval.high, high: -interval.low } : interval;
  const span = `(95 %: ${digits(low)} to ${digits(high)}, ${differences.length} pairs)`.replaceAll("-", "−");
  if (lower === null) {
    const side = difference < 0 ? other : first;
    return `No difference in the ${name} could be shown between “${first}” and “${other}”: it was lower with “${side}” by ${amount} ${span}.`;
  }
  if (lower === first) return `“${first}” lowers the ${name} against “${other}” by ${amount} ${span}.`;
  return `${expects ? "The opposite: " : ""}“${first}” raises the ${name} against “${other}” by ${amount} ${span}.`;
}
