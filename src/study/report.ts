import { chart, escapeHtml, type Series } from "../train/report/chart.ts";
import { page, percent, section, settings } from "../train/report/page.ts";
import { gradientChart } from "../train/report/report.ts";
import type { EpochEvent } from "../train/train.ts";
import { type RateTrial, type StudyRun, summarizeStudy } from "./runStudy.ts";
import type { Study } from "./studies.ts";

/** What a study's folder says. */
export interface StudyReport {
  readonly study: Study;
  /** On what it ran, and for how long: shown as it is. */
  readonly conditions: Readonly<Record<string, unknown>>;
  /** Empty where a study has no rates to choose from. */
  readonly trials: readonly RateTrial[];
  readonly runs: readonly StudyRun[];
}

/** One page: the claim, the table, and the curves, each the mean over the seeds. */
export function renderStudy({ study, conditions, trials, runs }: StudyReport): string {
  const [head, ...rows] = studyTable(study, runs);
  const row = (cells: readonly string[], tag: "td" | "th") =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const curves = [
    chart(meanCurves(study, runs, trainError), { title: "Training error", xLabel: "epoch", format: percent }),
    chart(meanCurves(study, runs, validationError), { title: "Validation error", xLabel: "epoch", format: percent }),
  ];
  return page(
    `Study: ${study.name}`,
    `<h1>${escapeHtml(study.question)}</h1><p>Said of it: ${escapeHtml(study.claim)}</p>${[
      section("Curves", curves.join("")),
      section(
        "Results",
        `<div class="wide"><table>${row(head!, "th")}${rows.map((cells) => row(cells, "td")).join("")}</table></div><p>${spreadNote}</p>`,
      ),
      section("Choice of the rate", rateChart(study, trials)),
      section("Gradients by layer", gradientCharts(study, runs)),
      section("Conditions", settings(conditions)),
    ].join("")}`,
  );
}

export const spreadNote = "After the last epoch; mean ± standard deviation of a run.";

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
  return [["", "rate", "validation error", "training error", "epochs to 25 % training error", "runs"], ...rows];
}

const trainError = ({ trainTop1 }: EpochEvent) => 1 - trainTop1;
const validationError = ({ validation }: EpochEvent) => 1 - (validation?.top1 ?? Number.NaN);

/** Over the runs that reached an epoch. */
function meanCurves(study: Study, runs: readonly StudyRun[], value: (epoch: EpochEvent) => number): Series[] {
  return Object.keys(study.variants).map((name) => {
    const own = runs.filter(({ variant }) => variant === name);
    const length = Math.max(0, ...own.map(({ epochs }) => epochs.length));
    const points = Array.from({ length }, (_, i) => {
      const values = own.flatMap(({ epochs }) => (epochs[i] ? [value(epochs[i])] : []));
      return [i + 1, values.reduce((sum, each) => sum + each, 0) / values.length] as const;
    });
    return { name, points };
  });
}

function rateChart(study: Study, trials: readonly RateTrial[]): string {
  const series = Object.keys(study.variants).map((name) => ({
    name,
    points: trials
      .filter(({ variant }) => variant === name)
      .map(({ lr, loss }) => [Math.log10(lr), loss ?? Number.NaN] as const),
  }));
  return chart(series, { title: "Training loss of one epoch", xLabel: "learning rate, log₁₀" });
}

/** Of each variant's first seed. */
function gradientCharts(study: Study, runs: readonly StudyRun[]): string {
  return Object.keys(study.variants)
    .map((name) =>
      gradientChart(runs.find(({ variant }) => variant === name)?.layers ?? [], `Norm of the gradient, ${name}`),
    )
    .join("");
}
