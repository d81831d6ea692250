import { describe, expect, it } from "vitest";
import { findRecipe, recipeNames } from "../../src/train/recipes/index.ts";
import type { Recipe } from "../../src/train/recipes/recipe.ts";
import { comparisonTable, renderComparison } from "../../src/train/report/comparison.ts";
import { layerCharts } from "../../src/train/report/curves.ts";
import { renderGallery } from "../../src/train/report/gallery.ts";
import { bestOf, stoppedAt } from "../../src/train/report/outcome.ts";
import { type ReportData, renderReport } from "../../src/train/report/report.ts";
import { recipeSettings } from "../../src/train/report/settings.ts";
import type { EpochEvent, LayersEvent, StepEvent, TrainEvent } from "../../src/train/train.ts";

const step = (n: number, epoch = 1): StepEvent => ({ event: "step", epoch, step: n, images: n, loss: 3 / n, lr: 0.01 });
const epoch = (n: number, top1: number, loss = 1): EpochEvent => ({
  event: "epoch",
  epoch: n,
  step: 2 * n,
  trainLoss: 2 / n,
  trainTop1: top1,
  lr: 0.01,
  validation: { count: 60, loss, top1, top5: 1 },
  imagesPerSecond: 100,
  seconds: n,
});
const layers = (n: number): LayersEvent => ({
  event: "layers",
  epoch: 1,
  step: n,
  layers: ["conv1", "fc2"].map((name) => ({
    name,
    activationMean: 0,
    activationStd: 1.5,
    zeros: 0.25,
    gradientNorm: 0.5,
    weightNorm: 2,
    updateRatio: 1e-3,
  })),
});

const report = (events: readonly TrainEvent[], recipe: Partial<Recipe> = {}, name = "<i>run"): ReportData => ({
  name,
  config: {
    version: "1",
    recipe: { ...findRecipe("default"), epochs: 2, ...recipe },
    stored: [3, 8, 8],
    input: [3, 8, 8],
    classes: ["<u>cat", "dog"],
    seed: 7,
    data: { path: "a <s> folder", limit: null, holdOut: null, onError: "fail", sha256: "0123456789abcdef01" },
    machine: { processor: "one" },
  },
  events,
  filters: null,
  confusion: [
    [1, 0],
    [2, 3],
  ],
  mostWrong: [{ picture: "data:", label: "<u>cat", predicted: "dog", probability: 0.9, truth: 0.1 }],
});
const text = (html: string) => html.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
const titles = (html: string) => [...html.matchAll(/<figcaption>([^<]*)<\/figcaption><svg/g)].map(([, title]) => title);
const ended = [step(1), step(2), epoch(1, 0.5), step(3, 2), step(4, 2), epoch(2, 0.75)];

describe("a run's page", () => {
  it("of a run stopped in its first epoch has its loss, step by step, and says where it was interrupted", () => {
    const html = renderReport(report([step(1), step(2), step(3)]));
    expect(titles(html)).toEqual(["Loss, step by step", "Learning rate"]);
    expect(html).toMatch(/points="[\d.,]+ [\d.,]+ [\d.,]+"/);
    expect(html.indexOf("Interrupted after step 3, in epoch 1 of 2.")).toBeLessThan(html.indexOf("Curves"));
    expect(text(html)).toContain("nothing was validated");
  });

  it("says so between epochs too, and not of a run that ended, by patience or at its end", () => {
    const at = (events: readonly TrainEvent[], recipe: Partial<Recipe> = {}) =>
      stoppedAt(report([], recipe).config, events);
    expect(at(ended.slice(0, 3))).toBe("after epoch 1 of 2, step 2");
    expect(at(ended.slice(0, 4))).toBe("after step 3, in epoch 2 of 2");
    expect(at([])).toBe("before the first step");
    expect(at(ended)).toBe(null);
    const worse = [step(1), epoch(1, 0.5), step(3, 2), epoch(2, 0.25)];
    expect(at(worse, { epochs: 9, patience: 1 })).toBe(null);
    expect(at(worse, { epochs: 9, patience: 2 })).toBe("after epoch 2 of 9, step 3");
    expect(renderReport(report(ended))).not.toContain("Interrupted");
  });

  it("says how many images the accuracy is of, and its interval", () => {
    // Wilson's of 45 of 60.
    expect(text(renderReport(report(ended)))).toContain("of 60 images; 95 % interval 62.8 to 84.2 %");
  });

  it("has each chart's numbers in a table", () => {
    const html = renderReport(report(ended));
    const charts = titles(html);
    expect(charts).toEqual(["Loss", "Loss, step by step", "Accuracy", "Learning rate", "Images per second"]);
    expect(html.match(/<summary>Numbers/g)).toHaveLength(charts.length);
    expect(html).toContain('<tr><th scope="row">2</th><td>75.0 %</td><td>75.0 %</td></tr>');
  });

  it("shows what layers did once as a table, and more often as charts", () => {
    const once = layerCharts([layers(1), step(1), step(60)]);
    expect(once).not.toContain("<svg");
    expect(once).toContain("--observe-every 3");
    expect(once).toContain("<td>0.500</td>");
    expect(layerCharts([layers(1), layers(2)]).match(/<svg/g)).toHaveLength(4);
    expect(layerCharts([step(1)])).toBe("");
  });

  it("has settings in words: those that differ from the recipe in front, the others folded", () => {
    const html = renderReport(report(ended, { epochs: 20, lr: 0.05, optimizer: { name: "adam", betas: [0.8, 0.99] } }));
    const [front, all] = text(html.slice(html.indexOf("<h2>Settings"))).split("All settings");
    expect(front).toMatch(/epochs +20/);
    expect(front).toMatch(/learning rate +0\.05/);
    expect(front).toMatch(/optimizer +adam, betas 0\.8, 0\.99/);
    expect(front).not.toContain("label smoothing");
    expect(all).toMatch(/label smoothing +0/);
    expect(all).toMatch(/stops early +never/);
  });

  it.each(recipeNames)("of recipe %s has neither null nor JSON in its settings", (name) => {
    for (const { value, isChanged } of recipeSettings(findRecipe(name))) {
      expect(value).not.toMatch(/null|undefined|[{}[\]"]|^$/);
      expect(isChanged).toBe(false);
    }
  });

  it("takes text from files as text", () => {
    const html = renderReport(report(ended));
    expect(html).not.toMatch(/<[ius]>/);
    expect(html).toContain("&#60;i&#62;run");
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
  });
});

describe("bestOf", () => {
  it("is the highest accuracy, of those the lowest loss, and without validation the last", () => {
    const best = (...epochs: EpochEvent[]) => bestOf(epochs)?.epoch;
    expect(best(epoch(1, 0.5), epoch(2, 0.75), epoch(3, 0.5))).toBe(2);
    expect(best(epoch(1, 0.5, 1), epoch(2, 0.5, 0.9), epoch(3, 0.5, 0.95))).toBe(2);
    expect(best({ ...epoch(1, 0), validation: null }, { ...epoch(2, 0), validation: null })).toBe(2);
    expect(best()).toBe(undefined);
  });
});

describe("a comparison", () => {
  const runs = [report(ended, {}, "<i>one"), report(ended.slice(0, 4), { lr: 0.5 }, "two"), report(ended, {}, "three")];
  const html = renderComparison(runs);

  it("has one color for each run, solid for validation and dashed for training", () => {
    for (const title of ["Loss", "Accuracy"]) {
      const figure = html.slice(html.indexOf(`<figcaption>${title}<`)).split("</figure>")[0];
      const legend = [...figure.matchAll(/border-top:3px (\w+) ([^"]+)"><\/i>([^<]*)</g)].map(([, ...all]) => all);
      expect(legend.map(([style, , name]) => `${name}: ${style}`).sort()).toEqual(
        ["&#60;i&#62;one", "two", "three"]
          .flatMap((name) => [`${name}, training: dashed`, `${name}, validation: solid`])
          .sort(),
      );
      const colors = new Map(legend.map(([, color, name]) => [name!.split(",")[0], color]));
      expect(new Set(colors.values()).size).toBe(3);
      for (const [, color, name] of legend) expect(color).toBe(colors.get(name!.split(",")[0]));
      expect(figure.match(/stroke-dasharray/g)).toHaveLength(3);
    }
  });

  it("has the results, and the settings that differ in front of those that are the same", () => {
    const shown = text(html);
    expect(shown).toMatch(/interrupted +no +after step 3, in epoch 2 of 2 +no/);
    expect(shown).toMatch(/95 % interval +62\.8 to 84\.2 %/);
    expect(shown.indexOf("learning rate")).toBeLessThan(shown.indexOf("Settings that are the same"));
    expect(shown.indexOf("label smoothing")).toBeGreaterThan(shown.indexOf("Settings that are the same"));
    expect(shown).not.toMatch(/null|undefined|[{}]/);
    expect(html).not.toContain("<i>one");
  });

  it("for programs has each setting as config.json has it", () => {
    const rows = comparisonTable(runs);
    expect(rows[0]).toEqual(["", "<i>one", "two", "three"]);
    expect(rows).toContainEqual(["lr", "0.01", "0.5", "0.01"]);
    expect(rows).toContainEqual(["patience", "null", "null", "null"]);
  });
});

describe("a gallery", () => {
  it("escapes names, links its files, and folds what is too much", () => {
    const pictures = Array.from({ length: 40 }, (_, i) => ({ picture: "data:", label: `${i}: <b>` }));
    const html = renderGallery({
      title: "<i>run",
      input: [{ picture: "data:", label: "<u>.png" }],
      walls: [{ title: "<s>", scale: "black is 0 & white 1", file: "a b.png", pictures }],
    });
    expect(html).not.toMatch(/<[ibus]>/);
    expect(html).toContain('href="a%20b.png"');
    expect(html.match(/<img/g)).toHaveLength(41);
    expect(html).toContain("The other 8");
  });
});
