import { describe, expect, it } from "vitest";
import { Rng, reference } from "../../src/index.ts";
import {
  chooseRate,
  type RateTrial,
  runStudy,
  type StudyRun,
  summarizeStudy,
  tryRates,
  variantRecipes,
} from "../../src/study/runStudy.ts";
import { type Study, studies } from "../../src/study/studies.ts";
import { recipeModel, recipeOptimizer } from "../../src/train/build.ts";
import { readRecipe } from "../../src/train/recipes/read.ts";
import type { EpochEvent } from "../../src/train/train.ts";

const task = { input: [3, 32, 32], classes: 10 } as const;

describe("studies", () => {
  it.each(studies.map((study) => [study.name, study] as const))("%s: each variant can be trained", (_, study) => {
    const device = reference();
    const shapes = [...variantRecipes(study).values()].map((variant) => {
      const recipe = readRecipe(variant, study.name);
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
      return { epochs: [], layers: [], failure: null };
    }));
    expect(seen).toEqual([
      [1, 3, 0],
      [2, 3, 0],
      [1, 3, 1],
      [2, 3, 1],
    ]);
  });

  it("summarizes mean, spread, epochs to 25 % training error, and failures", () => {
    const made = { lr: 1, layers: [], failure: null };
    const runs: StudyRun[] = [
      { ...made, variant: "with", seed: 0, epochs: [epoch(1, 0.5, 0.5), epoch(2, 0.8, 0.7)] },
      { ...made, variant: "with", seed: 1, epochs: [epoch(1, 0.7, 0.5), epoch(2, 0.9, 0.9)] },
      { ...made, variant: "without", seed: 0, epochs: [epoch(1, 0.5, 0.5)] },
      { ...made, variant: "without", seed: 1, epochs: [], failure: "the loss is NaN" },
    ];
    const [first, second] = summarizeStudy(study, runs);
    expect(first).toMatchObject({ variant: "with", failed: 0 });
    // From 0.5 to 0.2 and from 0.3 to 0.1, each over the epoch between the middles of the first and the second.
    expect(first!.epochsTo25).toBeCloseTo((0.5 + 5 / 6 + 0.5 + 1 / 4) / 2, 12);
    expect(first!.meanError).toBeCloseTo(0.2, 12);
    expect(first!.spread).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(first!.trainError).toBeCloseTo(0.15, 12);
    expect(second).toMatchObject({ variant: "without", epochsTo25: null, failed: 1, spread: null });
    expect(second!.meanError).toBeCloseTo(0.5, 12);
  });

  it("each variant trains at the rate that was best in an epoch", async () => {
    const rated: Study = { ...study, rates: [0.1, 0.2, 0.3], untilTrainError: 0.25 };
    const trials: RateTrial[] = [];
    const bestRates: Record<string, number> = { sgd: 0.2, adam: 0.1 };
    const variants = { with: { optimizer: { name: "sgd" } }, without: { optimizer: { name: "adam" } } } as const;
    for await (const trial of tryRates({ ...rated, variants }, async ({ optimizer, lr, epochs }) => {
      expect(epochs).toBe(1);
      const trainLoss = Math.abs(lr - bestRates[optimizer.name]);
      return { epochs: [{ ...epoch(1, 0, 0), trainLoss }], layers: [], failure: lr === 0.3 ? "the loss is NaN" : null };
    })) {
      trials.push(trial);
    }
    expect(trials.map(({ lr, loss }) => [lr, loss === null])).toEqual(
      [0.1, 0.2, 0.3, 0.1, 0.2, 0.3].map((lr) => [lr, lr === 0.3]),
    );
    expect([chooseRate(trials, "with"), chooseRate(trials, "without")]).toEqual([0.2, 0.1]);
    expect(chooseRate([{ variant: "with", lr: 0.1, loss: null }], "with")).toBe(undefined);
    const seen: [lr: number, until: number | undefined][] = [];
    const trainOne = async ({ lr }: { lr: number }, _: number, until?: number) => {
      seen.push([lr, until]);
      return { epochs: [], layers: [], failure: null };
    };
    for await (const _ of runStudy({ ...rated, variants }, { seeds: 1, epochs: 3 }, trainOne, trials));
    expect(seen).toEqual([
      [0.2, 0.25],
      [0.1, 0.25],
    ]);
  });
});
