import { describe, expect, it } from "vitest";
import { FormatError, Rng, reference } from "../../src/index.ts";
import { recipeModel, recipeOptimizer, recipeTable } from "../../src/train/build.ts";
import { recipePipeline } from "../../src/train/pipeline.ts";
import { findRecipe, recipeNames } from "../../src/train/recipes/index.ts";
import { readRecipe, readRecipeFields } from "../../src/train/recipes/read.ts";

const task = { input: [3, 32, 32], classes: 10 } as const;
const device = reference();

describe("recipes", () => {
  it.each(recipeNames)("%s is data: it survives JSON, and builds its network and optimiser", (name) => {
    const recipe = findRecipe(name);
    expect(readRecipe(JSON.parse(JSON.stringify(recipe)), "test")).toEqual(recipe);
    const model = recipeModel(recipe, task, { device, rng: new Rng(0) });
    const { groups } = recipeOptimizer(recipe, task, model);
    expect(groups.flatMap(({ params }) => [...params]).length).toBe(model.parameters().length);
    model.dispose();
  });

  it("cifar-18pct decays each layer as cuda-convnet did, and no bias", () => {
    const recipe = findRecipe("cifar-18pct");
    const model = recipeModel(recipe, task, { device, rng: new Rng(0) });
    const settings = recipeOptimizer(recipe, task, model).groups.map(({ lrScale, params, ...rest }) => {
      return [lrScale, (rest as { weightDecay?: number }).weightDecay, params.map(({ shape }) => shape.join("×"))];
    });
    expect(settings).toEqual([
      [1, 0.004, ["32×3×5×5", "32×32×5×5", "64×32×5×5"]],
      [2, 0, ["32", "32", "64", "10"]],
      [1, 1, ["10×1024"]],
    ]);
  });

  it("paper starts biases at 1 where the paper does, and weights with the 2012 net's growth per layer", async () => {
    const recipe = { ...findRecipe("paper"), width: 4 };
    const model = recipeModel(recipe, task, { device, rng: new Rng(0) });
    const state = await model.state();
    const biases = Object.entries(state).filter(([name]) => name.endsWith("bias"));
    expect(biases.map(([, { data }]) => data[0])).toEqual([0, 1, 0, 1, 1, 1, 1, 0]);
    const { data, shape } = state["classifier.3.weight"]!;
    const std = Math.sqrt(Array.from(data, (value) => value * value).reduce((a, b) => a + b) / data.length);
    expect(std).toBeCloseTo(0.01 * Math.sqrt(4096 / shape[1]!), 3);
  });

  it("article has Glorot weights and, on request, batch normalisation for its LRN", () => {
    const kinds = (norm: "table" | "batch") =>
      recipeTable({ ...findRecipe("article"), norm }, task).layers.map(({ kind }) => kind as string);
    expect(kinds("table").filter((kind) => kind === "localResponseNorm")).toHaveLength(2);
    expect(kinds("batch").filter((kind) => kind === "batchNorm")).toHaveLength(5);
    expect(kinds("batch")).not.toContain("localResponseNorm");
  });
});

describe("a user's JSON", () => {
  it.each([
    [{ epoch: 3 }, "expected no other fields than name, description, model"],
    [{ epochs: 1.5 }, "expected epochs: a whole number ≥ 1"],
    [{ model: "vgg" }, "expected model: one of paper2012"],
    [{ optimizer: { name: "lbfgs" } }, "expected optimizer: an object with a name of sgd, adagrad, adam, muon"],
    [{ optimizer: { name: "sgd", beta: 1 } }, "expected optimizer: no other fields than name, momentum"],
    [{ schedule: { name: "step", milestones: [0] } }, "expected schedule: milestones: a list, each a whole number ≥ 1"],
    [{ init: { weight: "glorot", k: -1 } }, "expected init: k: a number ≥ 0"],
    [{ pipeline: { name: "custom", train: [] } }, "expected pipeline: a field eval"],
    [
      { pipeline: { name: "custom", train: [{ kind: "blur" }], eval: [] } },
      "expected pipeline: train: a list, each an object with a kind of",
    ],
    [
      { pipeline: { name: "custom", train: [{ kind: "resize" }], eval: [] } },
      "expected pipeline: train: a list, each a field size",
    ],
    [{ lrn: { gamma: 1 } }, "expected lrn: no other fields than size, alpha, beta, k"],
    [{ bias: { lrScale: 2 } }, "expected bias: a field weightDecay"],
    [{ layerDecay: { fc10: "much" } }, "expected layerDecay: in fc10: a number ≥ 0"],
    [[], "expected an object"],
  ])("%j is refused by name", (json, message) => {
    expect(() => readRecipeFields(json, "my.json")).toThrow(FormatError);
    expect(() => readRecipeFields(json, "my.json")).toThrow(`my.json: recipe: ${message}`);
  });

  it("may list transforms of its own", () => {
    const train = [
      { kind: "normalize" },
      { kind: "colorJitter", contrast: 0.2 },
      { kind: "randomResizedCrop", size: 24 },
    ];
    const pipeline = { name: "custom", train, eval: [{ kind: "normalize" }, { kind: "centerCrop", size: 24 }] };
    const read = readRecipeFields({ pipeline }, "my.json");
    expect(read.pipeline).toEqual(pipeline);
    expect(recipePipeline(read.pipeline!, [3, 32, 32])).toEqual({ train, eval: pipeline.eval });
  });

  it("must be whole where a whole recipe is expected", () => {
    expect(() => readRecipe({ name: "x" }, "config.json")).toThrow("expected a field description");
  });
});
