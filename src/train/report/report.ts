import type { RunConfig } from "../runConfig.ts";
import { type Curve, curves, layerCharts } from "./curves.ts";
import { escapeHtml } from "./escape.ts";
import { percent, resultsOf, stepsOf, stoppedAt } from "./outcome.ts";
import { page, section } from "./page.ts";
import { dataSettings, describe, originSettings, recipeSettings, type Setting } from "./settings.ts";
import { folded, pairs } from "./tables.ts";

/** What a run's page shows. Pictures are `src` texts. */
export interface ReportData extends Curve {
  readonly config: RunConfig;
  /** Whether `alexgrad train --resume` could go on with it. Default: true. */
  readonly canResume?: boolean;
  readonly filters: { readonly picture: string; readonly scale: string } | null;
  /** Counts by [label][predicted], of the best weights on the validation images. */
  readonly confusion: readonly (readonly number[])[] | null;
  readonly mostWrong: readonly {
    readonly picture: string;
    readonly label: string;
    readonly predicted: string;
    readonly probability: number;
    /** The probability of the true class. */
    readonly truth: number;
  }[];
}

/** One page without anything from the network. */
export function renderReport(data: ReportData): string {
  const { name, config, events, filters, confusion, mostWrong } = data;
  const stopped = stoppedAt(config, events);
  const sections = [
    section("Curves", curves([{ name: "", events }])),
    section("Layers", layerCharts(events)),
    section(
      "Filters of the first convolution",
      filters
        ? `<div class="broad"><img class="filters" src="${filters.picture}" alt="filters"><p>${escapeHtml(filters.scale)}</p></div>`
        : "",
    ),
    section("Confusion", confusion ? confusionTable(confusion, config.classes) : ""),
    section("Most wrong", mostWrongGrid(mostWrong)),
    section("Settings", settings(config)),
  ];
  return page(
    name,
    `<h1>${escapeHtml(name)}</h1><p>${escapeHtml(config.recipe.description)}</p>${stopped === null ? "" : notice(stopped, data)}${facts(data)}${sections.join("")}`,
  );
}

function notice(stopped: string, { events, canResume = true }: ReportData): string {
  const unmeasured = events.some(({ event }) => event === "epoch")
    ? ""
    : " No epoch is complete, so nothing was validated.";
  const resume = canResume ? " <code>alexgrad train --resume</code> goes on from there." : "";
  return `<p class="notice"><b>Interrupted ${escapeHtml(stopped)}.</b>${unmeasured}${resume}</p>`;
}

function facts({ events }: ReportData): string {
  const { accuracy, interval, images, epoch, loss, time, speed } = resultsOf(events);
  const step = stepsOf(events).at(-1)?.step;
  const isWhole = events.some(({ event }) => event === "epoch");
  const all: [term: string, value: string, note?: string][] = [
    ["best validation accuracy", accuracy, `of ${images} images; 95 % interval ${interval}`],
    ["after epoch", epoch],
    [isWhole ? "training loss of the last epoch" : `training loss of step ${step ?? 0}`, loss],
    ["time", time],
    ["images per second", speed],
  ];
  const shown = all
    .filter(([, value]) => value !== "–")
    .map(
      ([term, value, note = ""]) =>
        `<div><dt>${term}</dt><dd class="value">${escapeHtml(value)}</dd>${note && `<dd>${escapeHtml(note)}</dd>`}</div>`,
    );
  return `<dl class="facts">${shown.join("")}</dl>`;
}

/** In front what one has to know: what differs from the recipe, and the data. */
function settings({ recipe, data, seed, version, machine, ...config }: RunConfig): string {
  const all = recipeSettings(recipe);
  const changed = all.filter(({ isChanged }) => isChanged);
  const rows = (settings: readonly Setting[]) => settings.map(({ name, value }) => [name, value] as const);
  const said = `Recipe <b>${escapeHtml(recipe.name)}</b>${changed.length === 0 ? ", unchanged. What it ran on:" : ". What differs from it, and what it ran on:"}`;
  const [path, ...images] = rows(dataSettings(data));
  const origin = rows(originSettings(config));
  return `<div class="broad"><p>${said}</p>${pairs([...rows(changed), ...origin, path!, ["seed", String(seed)]])}${folded(
    "All settings",
    pairs([...rows(all), ...origin, path!, ...images, ["seed", String(seed)]]),
  )}${folded("Machine", pairs([["alexgrad", version], ...rows(describe(machine))]))}</div>`;
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
    return `<tr><th>${escapeHtml(classes[label])}</th>${cells.join("")}<td>${percent(row[label] / total)}</td></tr>`;
  });
  return `<div class="broad"><p>Rows: the true class; columns: what the network says; last: the share that is right.</p><div class="wide" tabindex="0"><table class="confusion"><tr><th></th>${head}<th></th></tr>${rows.join("")}</table></div></div>`;
}

function mostWrongGrid(images: ReportData["mostWrong"]): string {
  const items = images.map(
    ({ picture, label, predicted, probability, truth }) =>
      `<figure><img src="${picture}" alt=""><figcaption>${escapeHtml(label)}<br>${percent(truth)}; said<br><b>${escapeHtml(predicted)}</b><br>${percent(probability)}</figcaption></figure>`,
  );
  return items.length === 0 ? "" : `<div class="wrong broad">${items.join("")}</div>`;
}
