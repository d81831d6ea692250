import { counted } from "../core/counted.ts";
import { mean } from "../train/interval.ts";
import { chart } from "../train/report/chart.ts";
import { gradientChart } from "../train/report/curves.ts";
import { escapeHtml } from "../train/report/escape.ts";
import { percent } from "../train/report/outcome.ts";
import { page, section } from "../train/report/page.ts";
import type { Series } from "../train/report/series.ts";
import { describe, recipeSettings, type Setting } from "../train/report/settings.ts";
import { folded, pairs, table } from "../train/report/tables.ts";
import type { LayersEvent } from "../train/train.ts";
import { answerNotes } from "./answer.ts";
import { differencePlot } from "./differences.ts";
import { type ErrorCurves, measureOf } from "./measures.ts";
import { otherCondition, type StudyResults } from "./results.ts";
import { summarizeStudy, trialEpochs } from "./runStudy.ts";
import { base } from "./studies.ts";
import type { Study } from "./study.ts";

/** By variant, what `layers.json` holds. */
export type StudyLayers = Readonly<Record<string, readonly LayersEvent[]>>;

/** One page: the answer, the claim, the condition, the table, the differences by pair, and the curves.
 *  @param layers what the layers of each variant's first training did. */
export function renderStudy(study: Study, results: StudyResults, layers: StudyLayers = {}): string {
  const [head, ...rows] = studyTable(study, results);
  const answers = studyAnswers(study, results).map((text) => `<p>${escapeHtml(text)}</p>`);
  return page(
    `Study: ${study.name}`,
    `<h1>${escapeHtml(study.question)}</h1><div class="answer">${answers.join("")}</div><p>Said of it: ${escapeHtml(study.claim)}</p><p>Condition: ${escapeHtml(study.condition.words)}</p>${[
      section("Results", `<div class="broad">${table(head!, rows)}<p>${spreadNote}</p></div>`),
      section("Differences by pair", differencePlots(study, results)),
      section("Curves", studyCurves(study, results)),
      section("Choice of the rate", rateChart(study, results)),
      section("Gradients by layer", gradientCharts(study, layers)),
      section("Conditions", conditionTables(study, results)),
    ].join("")}`,
  );
}

/** In sentences: what the runs say, and what one has to know to judge it. */
export function studyAnswers(study: Study, results: StudyResults): string[] {
  if (results.runs.length === 0) return ["No training has ended yet."];
  const other = otherCondition(study, results);
  return [
    ...results.answers.map(({ sentence }) => sentence),
    ...answerNotes(study, results),
    ...(other === null ? [] : [other]),
  ];
}

/** A plot for each measure. */
export function differencePlots(study: Study, { answers }: StudyResults): string {
  const plots = (study.measures ?? ["error"]).map((each) => {
    const { name, unit } = measureOf(each, study);
    const own = answers.filter(({ measure }) => measure === name);
    const said = `Difference in the ${name}${unit === "" ? "" : `, in${unit}`}`;
    return differencePlot(own, { title: said, scale: unit === "" ? 1 : 100 });
  });
  return plots.join("");
}

export function studyCurves(study: Study, results: StudyResults): string {
  return [
    chart(
      meanCurves(study, results, ({ trainErrors }) => trainErrors),
      { title: "Training error", xLabel: "epoch", format: percent },
    ),
    chart(
      meanCurves(study, results, ({ validationErrors }) => validationErrors),
      { title: "Validation error", xLabel: "epoch", format: percent },
    ),
  ].join("");
}

function conditionTables(study: Study, { condition, ...results }: StudyResults): string {
  const { data, processor, device, minutes, command } = results;
  const { recipe, overfits: _, ...sizes } = condition;
  const rows = (settings: readonly Setting[]) => settings.map(({ name, value }) => [name, value] as const);
  const settings = recipeSettings({ ...base, ...recipe });
  const shown = {
    data,
    ...sizes,
    processor,
    device,
    minutes: minutes.clock.toFixed(1),
    processorMinutes: minutes.processor.toFixed(1),
    command,
  };
  const variants = Object.entries(study.variants).map(
    ([name, change]) => [name, describe({ change })[0]!.value] as const,
  );
  return `<div class="broad">${pairs(rows(describe(shown)))}${folded("What differs", pairs(variants))}${folded("Settings of the training", pairs(rows(settings)))}</div>`;
}

export const spreadNote =
  "Errors are those after the last epoch, ± the standard deviation of a run. Epochs are counted until the training error is 25 %.";

/** A row for each variant, below a head. */
export function studyTable(study: Study, { runs }: Pick<StudyResults, "runs">): string[][] {
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
function meanCurves(
  study: Study,
  { runs }: Pick<StudyResults, "runs">,
  curveOf: (curves: ErrorCurves) => readonly number[],
): Series[] {
  return Object.keys(study.variants).map((name, i) => {
    const own = runs.filter(({ variant }) => variant === name).map(curveOf);
    const length = Math.max(0, ...own.map((curve) => curve.length));
    const points = Array.from({ length }, (_, i) => [i + 1, mean(own.flatMap((curve) => curve[i] ?? []))] as const);
    return { name, points, dashed: i % 2 === 1 };
  });
}

function rateChart(study: Study, { trials, condition }: Pick<StudyResults, "trials" | "condition">): string {
  const series = Object.keys(study.variants).map((name, i) => ({
    name,
    dashed: i % 2 === 1,
    points: trials.filter(({ variant }) => variant === name).map(({ lr, loss }) => [lr, loss ?? Number.NaN] as const),
  }));
  return chart(series, {
    title: `Training loss after ${counted(trialEpochs(study, condition.epochs), "epoch")}`,
    xLabel: "learning rate",
    x: "log",
  });
}

function gradientCharts(study: Study, layers: StudyLayers): string {
  return Object.keys(study.variants)
    .map((name) => gradientChart(layers[name] ?? [], `Norm of the gradient, ${name}`))
    .join("");
}
