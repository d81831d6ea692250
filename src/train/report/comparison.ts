import type { RunConfig } from "../runConfig.ts";
import { type Curve, curves } from "./curves.ts";
import { resultsOf, stoppedAt } from "./outcome.ts";
import { page, section } from "./page.ts";
import { dataSettings, originSettings, recipeSettings } from "./settings.ts";
import { folded, table } from "./tables.ts";

export interface ComparedRun extends Curve {
  readonly config: RunConfig;
}

/** What is said of each run, in its order. */
interface ComparedRow {
  readonly name: string;
  readonly values: readonly string[];
  readonly differs: boolean;
}

interface Comparison {
  readonly runs: readonly string[];
  readonly results: readonly ComparedRow[];
  readonly settings: readonly ComparedRow[];
}

export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  const results = runs.map(({ config, events }) => {
    const { accuracy, interval, images, epoch, loss, time, speed } = resultsOf(events);
    return {
      "best accuracy": accuracy,
      "95 % interval": interval,
      "validation images": images,
      "after epoch": epoch,
      "training loss": loss,
      time,
      "images per second": speed,
      interrupted: stoppedAt(config, events) ?? "no",
    };
  });
  const settings = runs.map(({ config: { recipe, data, seed, ...config } }) =>
    Object.fromEntries([
      ["recipe", recipe.name],
      ...recipeSettings(recipe).map(({ name, value }) => [name, value]),
      ["seed", String(seed)],
      ...[...originSettings(config), ...dataSettings(data)].map(({ name, value }) => [name, value]),
    ]),
  );
  return { runs: runs.map(({ name }) => name), results: rows(results), settings: rows(settings) };
}

function rows(records: readonly Readonly<Record<string, string>>[]): ComparedRow[] {
  const names = [...new Set(records.flatMap(Object.keys))];
  return names.map((name) => {
    const values = records.map((record) => record[name] ?? "–");
    return { name, values, differs: new Set(values).size > 1 };
  });
}

/** For programs: the results in words, then each setting as config.json has it; the first row names the runs. */
export function comparisonTable(runs: readonly ComparedRun[]): string[][] {
  const { runs: names, results } = compareRuns(runs);
  const settings = runs.map(({ config: { recipe, seed, data, weights } }): Readonly<Record<string, unknown>> => {
    return { ...recipe, seed, data: data.path, ...(weights && { weights: weights.path }) };
  });
  const keys = [...new Set(settings.flatMap(Object.keys))];
  const show = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "–"));
  return [
    ["", ...names],
    ...results.map(({ name, values }) => [name, ...values]),
    ...keys.map((key) => [key, ...settings.map((each) => show(each[key]))]),
  ];
}

/** Runs laid side by side: their results, the settings that differ, and their curves in one chart each. */
export function renderComparison(runs: readonly ComparedRun[]): string {
  const { results, settings, runs: names } = compareRuns(runs);
  const title = `Comparison of ${runs.length} runs`;
  const laid = (rows: readonly ComparedRow[]) =>
    table(
      ["", ...names],
      rows.map(({ name, values }) => [name, ...values]),
    );
  const [differing, same] = [settings.filter(({ differs }) => differs), settings.filter(({ differs }) => !differs)];
  const unlike = differing.length === 0 ? "<p>No setting differs.</p>" : laid(differing);
  return page(
    title,
    `<h1>${title}</h1>${[
      section("Results", `<div class="broad">${laid(results)}</div>`),
      section(
        "Settings that differ",
        `<div class="broad">${unlike}${folded("Settings that are the same", laid(same))}</div>`,
      ),
      section("Curves", curves(runs)),
    ].join("")}`,
  );
}
