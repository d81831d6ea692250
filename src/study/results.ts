import { type Check, fields, listOf, number, orNull, recordOf, text, whole } from "../io/check.ts";
import { type Answer, answerStudy } from "./answer.ts";
import type { RateTrial, StudyRun } from "./runStudy.ts";
import type { Condition, Study } from "./study.ts";

/** Where a study ran, on what, and for how long. */
export interface Circumstances {
  /** The version that ran it; the first files that were kept do not say it. */
  readonly alexgrad?: string;
  /** Name of the images. */
  readonly data: string;
  /** Sum of all images, before as many as the condition has were taken; the first files do not say it. */
  readonly sha256?: string;
  readonly processor: string;
  readonly device: string;
  /** Minutes of all its cores together, and on the clock. */
  readonly minutes: { readonly processor: number; readonly clock: number };
  readonly command: string;
  /** Where only one part of the pairs was trained: the index-th of count. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/** What `results.json` holds: all that table, curves, intervals and verdict are made of. */
export interface StudyResults extends Circumstances {
  readonly study: string;
  /** As it ran: the study's own, unless flags or the images made it another. */
  readonly condition: Omit<Condition, "words">;
  readonly variants: Study["variants"];
  /** Empty where a study has no rates to choose from. */
  readonly trials: readonly RateTrial[];
  readonly runs: readonly StudyRun[];
  readonly answers: readonly Answer[];
}

const any: Check = () => null;
const share = number(0, 1);

/** What `results.json` must be. */
export const studyCheck: Check = fields(
  {
    ...{ study: text(), variants: recordOf(any), data: text(), processor: text(), device: text(), command: text() },
    condition: fields(
      { images: whole(1), validation: whole(1), epochs: whole(1), seeds: whole(2, 10 ** 6), recipe: any },
      { overfits: text() },
    ),
    minutes: fields({ processor: number(0), clock: number(0) }),
    trials: listOf(fields({ variant: text(), lr: number(0), loss: orNull(number(0)) })),
    runs: listOf(
      fields({
        ...{ variant: text(), seed: whole(0), lr: number(0), failure: orNull(text()) },
        ...{ trainErrors: listOf(share), validationErrors: listOf(share) },
      }),
    ),
    answers: listOf(
      fields({
        ...{ measure: text(), variants: listOf(text(), 2), differences: listOf(number()) },
        ...{ difference: orNull(number()), interval: orNull(fields({ low: number(), high: number() })) },
        ...{ lower: orNull(text()), sentence: text() },
      }),
    ),
  },
  { alexgrad: text(), sha256: text(), shard: fields({ index: whole(1), count: whole(1) }) },
);

/** @param condition as it ran. */
export function studyResults(
  study: Study,
  condition: StudyResults["condition"],
  circumstances: Circumstances,
  { trials, runs }: { readonly trials: readonly RateTrial[]; readonly runs: readonly StudyRun[] },
): StudyResults {
  return {
    study: study.name,
    condition,
    variants: study.variants,
    ...circumstances,
    trials,
    runs,
    answers: answerStudy(study, { condition, runs }),
  };
}

/** What of the condition was another than the study asks for, in words; null where nothing was. */
export function otherCondition(study: Study, { condition }: Pick<StudyResults, "condition">): string | null {
  const names = ["images", "validation", "epochs", "seeds"] as const;
  const others = names.filter((name) => condition[name] !== study.condition[name]);
  if (others.length === 0) return null;
  const parts = others.map((name) => `${condition[name]} ${name} in place of ${study.condition[name]}`);
  return `Not under the study's own condition: ${parts.join(", ")}.`;
}
