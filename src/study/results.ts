import { type Answer, answerStudy } from "./answer.ts";
import type { RateTrial, StudyRun } from "./runStudy.ts";
import type { Condition, Study } from "./study.ts";

/** Where a study ran, on what, and for how long. */
export interface Circumstances {
  /** Name of the images. */
  readonly data: string;
  readonly processor: string;
  readonly device: string;
  /** Minutes of all its cores together, and on the clock. */
  readonly minutes: { readonly processor: number; readonly clock: number };
  readonly command: string;
}

/** What `results.json` holds: all that table, curves, intervals and verdict are made of. */
export interface StudyResults extends Circumstances {
  readonly study: string;
  /** As it ran: the study's own, unless flags or the images made it another. */
  readonly condition: Omit<Condition, "words">;
  readonly variants: Study["variants"];
  /** Empty where a study has no rates to choose from. */
  readonly trials: readonly RateTrial[];
  readonly runs: readonly Omit<StudyRun, "layers" | "loss">[];
  readonly answers: readonly Answer[];
}

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
    runs: runs.map(({ layers: _, loss: __, ...run }) => run),
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
