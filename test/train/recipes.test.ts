import { describe, expect, it } from "vitest";
import { FormatError, Rng, reference } from "../../src/index.ts";
import { recipeModel, recipeOptimizer, recipeTable } from "../../src/train/build.ts";
import { recipePipeline } from "../../src/train/pipeline.ts";
import { findRecipe, recipeNames } from "../../src/train/recipes/index.ts";
import { readRecipe, readRecipeFields } from "../../src/train/recipes/read.ts";

const task = { input: [3, 32, 32], classes: 10 } as const;
const device = reference();

describe("recipes", () => {
  it.each(recipeNames)("%s is data: it survives JSON, and builds its network and optimizer", (name) => {
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
    const { data, shape } = state["classifier.3.weight"];
    const std = Math.sqrt(Array.from(data, (value) => value * value).reduce((a, b) => a + b) / data.length);
    expect(std).toBeCloseTo(0.01 * Math.sqrt(4096 / shape[1]), 3);
  });

  it("article has Glorot weights and, on request, batch normalization for its LRN", () => {
    const kinds = (norm: "table" | "batch") =>
      recipeTable({ ...findRecipe("article"), norm }, task).layers.map(({ kind }) => kind as string);
    expect(kinds("table").filter((kind) => kind === "localResponseNorm")).toHaveLength(2);
    expect(kinds("batch").filter((kind) => kind === "batchNorm")).toHaveLength(5);
    expect(kinds("batch")).not.toContain("localResponseNorm");
  });
});

describe("a user's JSON", () => {
  it.each<[json: unknown, message: string]>([
    [{ epoch: 3 }, "expected no other fields than name, description, model"],
    [{ epochs: 1.5 }, "epochs: expected a whole number ≥ 1; got 1.5"],
    [{ model: "vgg" }, "model: expected one of paper2012"],
    [{ name: "a/../b" }, "name: expected a name of 1 to 100 characters without / and \\"],
    [{ name: "a\u0000" }, "name: expected a name of 1 to 100 characters"],
    [{ optimizer: { name: "lbfgs" } }, 'optimizer.name: expected one of sgd, adagrad, adam, adamw, muon; got "lbfgs"'],
    [{ optimizer: {} }, "optimizer.name: expected one of sgd, adagrad, adam, adamw, muon; got nothing"],
    [
      { optimizer: { name: "sgd", beta: 1 } },
      'optimizer: expected no other fields than name, momentum, nesterov, rule; got "beta"',
    ],
    [{ optimizer: { name: "sgd", momentum: 1.1 } }, "optimizer.momentum: expected a number from 0 to 1; got 1.1"],
    [{ optimizer: { name: "adam", betas: [0.9] } }, "optimizer.betas: expected a list of 2; got a list of 1"],
    [{ optimizer: { name: "adam", betas: [0.9, 1] } }, "optimizer.betas[1]: expected a number from 0 to"],
    [{ schedule: { name: "step", milestones: [3, 0] } }, "schedule.milestones[1]: expected a whole number ≥ 1; got 0"],
    [{ init: { weight: "glorot", k: -1 } }, "init.k: expected a number from 0 to 1e9; got -1"],
    [{ init: { weight: "glorot", layers: { conv1: { mean: 1 } } } }, "init.layers.conv1: expected no other fields"],
    [{ pipeline: { name: "custom", train: [] } }, "pipeline.eval: expected a list; got nothing"],
    [{ pipeline: { name: "custom", train: [{ kind: "blur" }], eval: [] } }, "pipeline.train[0].kind: expected one of"],
    [
      { pipeline: { name: "custom", train: [{ kind: "resize" }], eval: [] } },
      "pipeline.train[0].size: expected a whole",
    ],
    [
      { pipeline: { name: "custom", train: [{ kind: "randomScale", scale: [2, 1] }], eval: [] } },
      'pipeline.train[0].scale: expected the lower number first; got "2, 1"',
    ],
    [{ size: 1e6 }, "size: expected a whole number from 1 to 8192, or null; got 1000000"],
    [{ lrn: { gamma: 1 } }, "lrn: expected no other fields than size, alpha, beta, k"],
    [{ bias: { lrScale: 2 } }, "bias.weightDecay: expected a number from 0 to 1e9, or null; got nothing"],
    [{ layerDecay: { fc10: "much" } }, 'layerDecay.fc10: expected a number from 0 to 1e9; got "much"'],
    [{ layerDecay: { "a\nb": -1 } }, 'layerDecay["a\\nb"]: expected a number'],
    [JSON.parse('{"__proto__": {"epochs": 1}}'), "expected no other fields than name, description, model"],
    [[], "expected an object; got a list of 0"],
  ])("%j is refused by name", (json, message) => {
    expect(() => readRecipeFields(json, "my.json")).toThrow(FormatError);
    expect(() => readRecipeFields(json, "my.json")).toThrow(`my.json: ${message}`);
  });

  it("has no number that is infinite, wherever it stands", () => {
    const whole = {
      ...findRecipe("default"),
      init: { weight: "gaussian", std: 0.1, bias: 1, layers: { conv1: { std: 1 } } },
      lrn: { alpha: 1, beta: 0.75, k: 2 },
      layerDecay: { fc6: 1 },
      clipNorm: 1,
      schedule: { name: "step", milestones: [3], gamma: 0.5 },
      pipeline: { name: "custom", train: [{ kind: "scale", factor: 2 }], eval: [] },
    };
    const text = JSON.stringify(readRecipe(whole, "my.json"));
    const numbers = [...text.matchAll(/(?<=[:[,])[\d.e-]+(?=[,\]}])/g)];
    expect(numbers.length).toBe(20);
    for (const { 0: found, index } of numbers) {
      for (const bad of ["1e999", "-1e999", "1e300"]) {
        const json = JSON.parse(text.slice(0, index) + bad + text.slice(index + found.length));
        expect(() => readRecipe(json, "my.json"), `${text.slice(0, index)}${bad}`).toThrow(/^my\.json: [^\n]+$/);
      }
    }
  });

  it("has rates that stay in range as they change", () => {
    const schedule = { name: "step", milestones: [1, 2, 3], gamma: 1e4 };
    expect(() => readRecipe({ ...findRecipe("default"), schedule }, "my.json")).toThrow(
      "my.json: schedule: lr × gamma^3: expected a number from 0 to 1e9; got 10000000000",
    );
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
    expect(() => readRecipe({ name: "x" }, "config.json")).toThrow(
      "config.json: description: expected text; got nothing",
    );
  });
});
