import { mean } from "../train/interval.ts";
import type { Recipe } from "../train/recipes/recipe.ts";
import { chart } from "../train/report/chart.ts";
import { gradientChart } from "../train/report/curves.ts";
import { escapeHtml } from "../train/report/escape.ts";
import { percent } from "../train/report/outcome.ts";
import { page, section } from "../train/report/page.ts";
import type { Series } from "../train/report/series.ts";
import { describe, recipeSettings, type Setting } from "../train/report/settings.ts";
import { folded, pairs, table } from "../train/report/tables.ts";
import type { EpochEvent } from "../train/train.ts";
import { answerNotes, answerStudy } from "./answer.ts";
import { trainError, validationError } from "./measures.ts";
import { type RateTrial, type StudyRun, summarizeStudy } from "./runStudy.ts";
import type { Study } from "./studies.ts";

/** What a study's folder says. */
export interface StudyReport {
  readonly study: Study;
  /** On what it ran, and for how long: shown as it is. */
  readonly conditions: { readonly recipe: Recipe; readonly [name: string]: unknown };
  /** Empty where a study has no rates to choose from. */
  readonly trials: readonly RateTrial[];
  readonly runs: readonly StudyRun[];
}

/** One page: the answer, the claim, the table, and the curves, each the mean over the seeds. */
export function renderStudy({ study, conditions, trials, runs }: StudyReport): string {
  const [head, ...rows] = studyTable(study, runs);
  const curves = [
    chart(meanCurves(study, runs, trainError), { title: "Training error", xLabel: "epoch", format: percent }),
    chart(meanCurves(study, runs, validationError), { title: "Validation error", xLabel: "epoch", format: percent }),
  ];
  const answers = studyAnswers(study, runs).map((text) => `<p>${escapeHtml(text)}</p>`);
  return page(
    `Study: ${study.name}`,
    `<h1>${escapeHtml(study.question)}</h1><div class="answer">${answers.join("")}</div><p>Said of it: ${escapeHtml(study.claim)}</p>${[
      section("Results", `<div class="broad">${table(head!, rows)}<p>${spreadNote}</p></div>`),
      section("Curves", curves.join("")),
      section("Choice of the rate", rateChart(study, trials)),
      section("Gradients by layer", gradientCharts(study, runs)),
      section("Conditions", conditionTables(conditions)),
    ].join("")}`,
  );
}

/** In sentences: what the runs say, and what one has to know to judge it. */
export function studyAnswers(study: Study, runs: readonly StudyRun[]): string[] {
  if (runs.length === 0) return ["No training has ended yet."];
  return [...answerStudy(study, runs).map(({ sentence }) => sentence), ...answerNotes(study)];
}

function conditionTables({ recipe, ...others }: StudyReport["conditions"]): string {
  const rows = (settings: readonly Setting[]) => settings.map(({ name, value }) => [name, value] as const);
  return `<div class="broad">${pairs(rows(describe(others)))}${folded("Settings of the training", pairs(rows(recipeSettings(recipe))))}</div>`;
}

export const spreadNote =
  "Errors are those after the last epoch, ± the standard deviation of a run. Epochs are counted until the training error is 25 %.";

/** A row for each variant, below a head. */
export function studyTable(study: Study, runs: readonly StudyRun[]): string[][] {
  const rows = summarizeStudy(study, runs).map(
    ({ variant, lr, errors, meanError, spread, trainError: atEnd, epochsTo25, failed }) => [
      variant,
      String(lr),
      errors.length === 0 ? "–" : `${percent(meanError)}${spread === null ? "" : ` ± ${(100 * spread).toFixed(1)}`}`,
      errors.length === 0 ? "–" : percent(atEnd),
      epochsTo25 === null ? "–" : epochsTo25.toFixed(1),
      `${errors.length}${failed > 0 ? ` (${failed} failed)` : ""}`,
    ],
  );
  return [["", "rate", "validation error", "training error", "epochs to 25 %", "runs"], ...rows];
}

/** Over the runs that reached an epoch. */
function meanCurves(study: Study, runs: readonly StudyRun[], value: (epoch: EpochEvent) => number | null): Series[] {
  return Object.keys(study.variants).map((name) => {
    const own = runs.filter(({ variant }) => variant === name);
    const length = Math.max(0, ...own.map(({ epochs }) => epochs.length));
    const points = Array.from({ length }, (_, i) => {
      const values = own.flatMap(({ epochs }) => (epochs[i] ? [value(epochs[i]) ?? Number.NaN] : []));
      return [i + 1, mean(values)] as const;
    });
    return { name, points };
  });
}

function rateChart(study: Study, trials: readonly RateTrial[]): string {
  const series = Object.keys(study.variants).map((name) => ({
    name,
    points: trials.filter(({ variant }) => variant === name).map(({ lr, loss }) => [lr, loss ?? Number.NaN] as const),
  }));
  return chart(series, { title: "Training loss of one epoch", xLabel: "learning rate", x: "log" });
}

/** The gradients of each variant's first seed. */
function gradientCharts(study: Study, runs: readonly StudyRun[]): string {
  return Object.keys(study.variants)
    .map((name) =>
      gradientChart(runs.find(({ variant }) => variant === name)?.layers ?? [], `Norm of the gradient, ${name}`),
    )
    .join("");
}
