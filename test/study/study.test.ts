import { describe, expect, it } from "vitest";
import { Rng, reference } from "../../src/index.ts";
import { runStudy, type StudyRun, summarizeStudy } from "../../src/study/runStudy.ts";
import { base, type Study, studies } from "../../src/study/studies.ts";
import { recipeModel, recipeOptimizer } from "../../src/train/build.ts";
import { readRecipe } from "../../src/train/recipes/read.ts";
import type { EpochEvent } from "../../src/train/train.ts";

const task = { input: [3, 32, 32], classes: 10 } as const;

describe("studies", () => {
  it.each(studies.map((study) => [study.name, study] as const))("%s: each variant can be trained", (_, study) => {
    const device = reference();
    const shapes = Object.values(study.variants).map((change) => {
      const recipe = readRecipe({ ...base, ...change }, study.name);
      const model = recipeModel(recipe, task, { device, rng: new Rng(0) });
      recipeOptimizer(recipe, task, model);
      model.dispose();
      return JSON.stringify({ ...recipe });
    });
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(shapes.length).toBeGreaterThan(1);
  });
});

const study: Study = { name: "x", question: "", claim: "", variants: { with: { lr: 1 }, without: { lr: 2 } } };

/** An epoch of which only accuracies matter. */
const epoch = (n: number, trainTop1: number, top1: number): EpochEvent => ({
  event: "epoch",
  epoch: n,
  step: n,
  trainLoss: 0,
  trainTop1,
  lr: 0,
  validation: { count: 1, loss: 0, top1, top5: 1 },
  imagesPerSecond: 1,
  seconds: 0,
});

describe("runStudy", () => {
  it("runs every variant with every seed, seeds outermost", async () => {
    const seen: [number, number, number][] = [];
    for await (const _ of runStudy(study, { seeds: 2, epochs: 3 }, async (recipe, seed) => {
      seen.push([recipe.lr, recipe.epochs, seed]);
      return { epochs: [], failure: null };
    }));
    expect(seen).toEqual([
      [1, 3, 0],
      [2, 3, 0],
      [1, 3, 1],
      [2, 3, 1],
    ]);
  });

  it("summarises mean, spread, the epoch with 25 % training error, and failures", () => {
    const runs: StudyRun[] = [
      { variant: "with", seed: 0, epochs: [epoch(1, 0.5, 0.5), epoch(2, 0.8, 0.7)], failure: null },
      { variant: "with", seed: 1, epochs: [epoch(1, 0.76, 0.5), epoch(2, 0.9, 0.9)], failure: null },
      { variant: "without", seed: 0, epochs: [epoch(1, 0.5, 0.5)], failure: null },
      { variant: "without", seed: 1, epochs: [], failure: "the loss is NaN" },
    ];
    const [first, second] = summarizeStudy(study, runs);
    expect(first).toMatchObject({ variant: "with", epochsTo25: 1.5, failed: 0 });
    expect(first!.meanError).toBeCloseTo(0.2, 12);
    expect(first!.spread).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(first!.trainError).toBeCloseTo(0.15, 12);
    expect(second).toMatchObject({ variant: "without", epochsTo25: null, failed: 1, spread: 0 });
    expect(second!.meanError).toBeCloseTo(0.5, 12);
  });
});
