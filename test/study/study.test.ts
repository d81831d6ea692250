import { describe, expect, it } from "vitest";
import { builtin, computeStatistics } from "../../src/data/index.ts";
import { Rng, reference } from "../../src/index.ts";
import {
  chooseRate,
  type RateTrial,
  runStudy,
  type StudyRun,
  summarizeStudy,
  trialEpochs,
  tryRates,
  variantRecipes,
} from "../../src/study/runStudy.ts";
import { studies } from "../../src/study/studies.ts";
import type { Study } from "../../src/study/study.ts";
import { layerNames, recipeModel, recipeOptimizer } from "../../src/train/build.ts";
import { prepareTraining } from "../../src/train/prepare.node.ts";
import type { Recipe } from "../../src/train/recipes/index.ts";
import { readRecipe } from "../../src/train/recipes/read.ts";

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

const study: Study = {
  ...{ name: "x", question: "", claim: "", minutes: 1 },
  condition: { words: "", images: 10, validation: 10, epochs: 3, seeds: 2, recipe: {} },
  variants: { with: { lr: 1 }, without: { lr: 2 } },
};

const nothing = { trainErrors: [], validationErrors: [], loss: null, layers: [], failure: null };

describe("runStudy", () => {
  it("runs every variant with every seed, seeds outermost", async () => {
    const seen: [number, number, number][] = [];
    for await (const _ of runStudy(study, { seeds: 2, epochs: 3 }, async (recipe, seed) => {
      seen.push([recipe.lr, recipe.epochs, seed]);
      return nothing;
    }));
    expect(seen).toEqual([
      [1, 3, 0],
      [2, 3, 0],
      [1, 3, 1],
      [2, 3, 1],
    ]);
  });

  it("summarizes mean, spread, epochs to 25 % training error, and failures", () => {
    const made = { ...nothing, lr: 1 };
    const runs: StudyRun[] = [
      { ...made, variant: "with", seed: 0, trainErrors: [0.5, 0.2], validationErrors: [0.5, 0.3] },
      { ...made, variant: "with", seed: 1, trainErrors: [0.3, 0.1], validationErrors: [0.5, 0.1] },
      { ...made, variant: "without", seed: 0, trainErrors: [0.5], validationErrors: [0.5] },
      { ...made, variant: "without", seed: 1, failure: "the loss is NaN" },
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

  it("a rate is tried for an epoch, or as long as the study says and a training is", () => {
    expect(trialEpochs(study, 5)).toBe(1);
    expect([5, 3].map((epochs) => trialEpochs({ ...study, rateEpochs: 4 }, epochs))).toEqual([4, 3]);
  });

  it("each variant trains at the rate that was best in a trial", async () => {
    const rated: Study = { ...study, rates: [0.1, 0.2, 0.3], rateEpochs: 2, untilTrainError: 0.25 };
    const trials: RateTrial[] = [];
    const bestRates: Record<string, number> = { sgd: 0.2, adam: 0.1 };
    const variants = { with: { optimizer: { name: "sgd" } }, without: { optimizer: { name: "adam" } } } as const;
    for await (const trial of tryRates({ ...rated, variants }, 3, async ({ optimizer, lr, epochs }) => {
      expect(epochs).toBe(2);
      const loss = Math.abs(lr - bestRates[optimizer.name]);
      return { ...nothing, loss, failure: lr === 0.3 ? "the loss is NaN" : null };
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
      return nothing;
    };
    for await (const _ of runStudy({ ...rated, variants }, { seeds: 1, epochs: 3 }, trainOne, trials));
    expect(seen).toEqual([
      [0.2, 0.25],
      [0.1, 0.25],
    ]);
  });
});

describe("pairs", () => {
  const images = builtin({ count: 60 });
  const data = {
    train: images,
    validation: images,
    statistics: computeStatistics(images, []),
    sha256: "",
  };

  /** What a training starts from: its weights by name, and the order of its images. */
  async function beginning(recipe: Recipe, seed: number) {
    await using prepared = prepareTraining(recipe, data, { seed, device: reference() });
    const { model, train } = prepared.options;
    const weights = new Map<string, string>();
    const names = layerNames(recipe, { input: prepared.input, classes: images.classes.length });
    for (const [path, parameter] of model.namedParameters()) {
      const dot = path.lastIndexOf(".");
      const name = `${names.get(path.slice(0, dot))}${path.slice(dot)} ${parameter.shape}`;
      weights.set(name, JSON.stringify(await parameter.toArray()));
    }
    const order: number[] = [];
    for await (const { indices } of train.epoch(1)) order.push(...indices);
    return { weights, order };
  }

  it.each(["dropout", "depth", "augmentation", "pooling"])(
    "%s: a seed gives all variants the same weights, where shapes agree, and the same order",
    async (name) => {
      const recipes = [...variantRecipes(studies.find((each) => each.name === name)!).values()];
      const [first, ...others] = await Promise.all(recipes.map((recipe) => beginning(recipe, 3)));
      expect(others.length).toBeGreaterThan(0);
      for (const other of others) {
        expect(other.order).toEqual(first!.order);
        const shared = [...other.weights].filter(([key]) => first!.weights.has(key));
        expect(shared.length).toBeGreaterThan(10);
        for (const [key, values] of shared) expect(values === first!.weights.get(key), key).toBe(true);
      }
      const next = await beginning(recipes[0]!, 4);
      expect(next.order).not.toEqual(first!.order);
      expect(next.weights).not.toEqual(first!.weights);
    },
  );
});
