import type { LayerStatistics } from "../layerStatistics.ts";
import type { RunConfig } from "../runConfig.ts";
import type { EpochEvent, LayersEvent, TrainEvent } from "../train.ts";
import { type ChartOptions, chart, escapeHtml, type Series } from "./chart.ts";
import { page, percent, section, settings, show } from "./page.ts";

/** What a run's page shows. Pictures are `src` texts. */
export interface ReportData {
  readonly name: string;
  readonly config: RunConfig;
  readonly events: readonly TrainEvent[];
  readonly filters: string | null;
  /** Counts by [label][predicted], of the best weights on the validation images. */
  readonly confusion: readonly (readonly number[])[] | null;
  readonly mostWrong: readonly {
    readonly picture: string;
    readonly label: string;
    readonly predicted: string;
    readonly probability: number;
    /** Of the true class. */
    readonly truth: number;
  }[];
}

/** One page without anything from the network. */
export function renderReport(data: ReportData): string {
  const { name, config, events, filters, confusion, mostWrong } = data;
  const epochs = epochsOf(events);
  const last = epochs.at(-1);
  const best = bestOf(epochs);
  const facts: [string, string][] = [
    ["best validation accuracy", best?.validation ? percent(best.validation.top1) : "–"],
    ["after epoch", best ? `${best.epoch} of ${last!.epoch}` : "–"],
    ["training loss at the end", last ? last.trainLoss.toFixed(3) : "–"],
    ["time", last ? `${(last.seconds / 60).toFixed(1)} min` : "–"],
    ["images per second", last ? last.imagesPerSecond.toFixed(0) : "–"],
  ];
  const sections = [
    section("Curves", curves([{ name: "", events }])),
    section("Layers", layerCharts(events)),
    section("Filters of the first convolution", filters ? `<img class="filters" src="${filters}" alt="filters">` : ""),
    section("Confusion", confusion ? confusionTable(confusion, config.classes) : ""),
    section("Most wrong", mostWrongGrid(mostWrong)),
    section("Configuration", settings({ ...config.recipe, seed: config.seed, data: config.data })),
    section("Machine", settings({ alexgrad: config.version, ...config.machine })),
  ];
  return page(
    name,
    `<h1>${escapeHtml(name)}</h1><p>${escapeHtml(config.recipe.description)}</p><dl class="facts">${facts
      .map(([term, value]) => `<div><dd>${escapeHtml(value)}</dd><dt>${term}</dt></div>`)
      .join("")}</dl>${sections.join("")}`,
  );
}

/** Runs laid side by side: curves in one chart each, and a table in which settings that differ are marked. */
export function renderComparison(runs: readonly ReportData[]): string {
  const table = comparisonTable(runs);
  const [head, ...rows] = table;
  const cell = (text: string) => `<td>${escapeHtml(text)}</td>`;
  const body = rows.map((row) => {
    const differs = new Set(row.slice(1)).size > 1;
    return `<tr${differs ? ' class="differs"' : ""}>${row.map(cell).join("")}</tr>`;
  });
  const title = `Comparison of ${runs.length} runs`;
  return page(
    title,
    `<h1>${title}</h1>${section("Curves", curves(runs))}${section("Results and settings", `<div class="wide"><table><tr>${head!.map((text) => `<th>${escapeHtml(text)}</th>`).join("")}</tr>${body.join("")}</table></div>`)}`,
  );
}

/** A row for each result and for each setting, a column for each run; the first row names the runs. */
export function comparisonTable(runs: readonly ReportData[]): string[][] {
  const results = runs.map(({ events }) => {
    const epochs = epochsOf(events);
    const last = epochs.at(-1);
    const best = bestOf(epochs);
    return {
      "best accuracy": best?.validation ? percent(best.validation.top1) : "–",
      "after epoch": best ? String(best.epoch) : "–",
      "training loss": last ? last.trainLoss.toFixed(3) : "–",
      minutes: last ? (last.seconds / 60).toFixed(1) : "–",
      "images per second": last ? last.imagesPerSecond.toFixed(0) : "–",
    };
  });
  const settingsOf = runs.map(({ config }) => ({ ...config.recipe, seed: config.seed, data: config.data.path }));
  const rows = <T extends object>(records: readonly T[]) =>
    Object.keys(records[0]!).map((key) => [key, ...records.map((record) => show(record[key as keyof T]))]);
  return [["", ...runs.map(({ name }) => name)], ...rows(results), ...rows(settingsOf)];
}

function epochsOf(events: readonly TrainEvent[]): EpochEvent[] {
  return events.filter((event) => event.event === "epoch");
}

function bestOf(epochs: readonly EpochEvent[]): EpochEvent | undefined {
  return epochs.reduce<EpochEvent | undefined>((best, epoch) => {
    return best && (epoch.validation?.top1 ?? 1) <= (best.validation?.top1 ?? 0) ? best : epoch;
  }, undefined);
}

function curves(runs: readonly Pick<ReportData, "name" | "events">[]): string {
  const series = (what: string, of: (epoch: EpochEvent) => number | undefined): Series[] =>
    runs.map(({ name, events }) => ({
      name: [name, what].filter((text) => text !== "").join(" "),
      points: epochsOf(events).map((epoch) => [epoch.epoch, of(epoch) ?? Number.NaN] as const),
    }));
  const losses = [...series("training", (e) => e.trainLoss), ...series("validation", (e) => e.validation?.loss)];
  const accuracy = [...series("training", (e) => e.trainTop1), ...series("validation", (e) => e.validation?.top1)];
  const steps = runs.map(({ name, events }) => ({
    name: name === "" ? "learning rate" : name,
    points: events.flatMap((event) => (event.event === "step" ? [[event.step, event.lr] as const] : [])),
  }));
  return [
    chart(losses, { title: "Loss", xLabel: "epoch" }),
    chart(accuracy, { title: "Accuracy", xLabel: "epoch", format: percent }),
    chart(steps, { title: "Learning rate", xLabel: "step", format: (y) => y.toExponential(1) }),
    chart(
      series("", (e) => e.imagesPerSecond),
      { title: "Images per second", xLabel: "epoch" },
    ),
  ].join("");
}

function layerCharts(events: readonly TrainEvent[]): string {
  const observed = events.filter((event) => event.event === "layers");
  return [
    gradientChart(observed, "Norm of the gradient"),
    layerChart(observed, "updateRatio", { title: "Update / weight (norms)", ...magnitude }),
    layerChart(observed, "activationStd", { title: "Standard deviation of the output", ...magnitude }),
    layerChart(observed, "zeros", { title: "Share of outputs ≤ 0", format: percent }),
  ].join("");
}

const magnitude = { log: true, format: (y: number) => y.toExponential(0) };

/** ‖∂L/∂w‖ of each layer, step by step. */
export function gradientChart(observed: readonly LayersEvent[], title: string): string {
  return layerChart(observed, "gradientNorm", { title, ...magnitude });
}

function layerChart(
  observed: readonly LayersEvent[],
  key: Exclude<keyof LayerStatistics, "name">,
  options: Omit<ChartOptions, "xLabel">,
): string {
  const series = observed[0]?.layers.map(({ name }, i) => ({
    name,
    points: observed.map(({ step, layers }) => [step, layers[i]![key]] as const),
  }));
  return chart(series ?? [], { ...options, xLabel: "step" });
}

function confusionTable(confusion: readonly (readonly number[])[], classes: readonly string[]): string {
  const head = classes.map((name) => `<th class="turned"><span>${escapeHtml(name)}</span></th>`).join("");
  const rows = confusion.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0) || 1;
    const cells = row.map((count, predicted) => {
      const hue = label === predicted ? "var(--good)" : "var(--bad)";
      const share = Math.round((100 * count) / total);
      return `<td style="background:color-mix(in srgb, ${hue} ${share}%, transparent)">${count || ""}</td>`;
    });
    return `<tr><th>${escapeHtml(classes[label]!)}</th>${cells.join("")}<td>${percent(row[label]! / total)}</td></tr>`;
  });
  return `<p>Rows: the true class; columns: what the network says; last: the share that is right.</p><div class="wide"><table class="confusion"><tr><th></th>${head}<th></th></tr>${rows.join("")}</table></div>`;
}

function mostWrongGrid(images: ReportData["mostWrong"]): string {
  const items = images.map(
    ({ picture, label, predicted, probability, truth }) =>
      `<figure><img src="${picture}" alt=""><figcaption>${escapeHtml(label)}, ${percent(truth)}<br>said <b>${escapeHtml(predicted)}</b>, ${percent(probability)}</figcaption></figure>`,
  );
  return items.length === 0 ? "" : `<div class="wrong">${items.join("")}</div>`;
}
