import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel, Rng, reference } from "../../src/index.ts";
import { saveSafetensors, stripPrefix } from "../../src/io/index.node.ts";
import { recipeTable } from "../../src/train/build.ts";
import {
  findRecipe,
  prepareTraining,
  type Recipe,
  Run,
  type RunConfig,
  runTraining,
} from "../../src/train/index.node.ts";
import { readRecipe } from "../../src/train/recipes/read.ts";
import { images, recipe as tiny, trainingData } from "../torture/training.ts";

const device = reference();
/** Batch normalization, dropout and an average of the weights, on images of 8×8. */
const recipe: Recipe = { ...tiny, epochs: 2, freeze: ["features"] };
const task = { input: images.shape, classes: 2 };
const network = (classes = 2) => buildModel(recipeTable(recipe, { ...task, classes }), { device, rng: new Rng(9) });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-pretrained-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a training with frozen parts", () => {
  it("leaves their parameters and statistics as they are, and trains the others", async () => {
    await using prepared = prepareTraining(recipe, trainingData, { seed: 1, device });
    const before = await prepared.options.model.state();
    for await (const _ of prepared.trainer.run());
    const after = await prepared.trainer.weights();
    const changed = Object.keys(before).filter((name) => after[name].data.some((x, i) => x !== before[name].data[i]));
    expect(changed.length).toBeGreaterThan(1);
    expect(changed.filter((name) => !name.startsWith("classifier."))).toEqual([]);
    const { tensors } = await prepared.trainer.state();
    expect(Object.keys(tensors).filter((name) => name.startsWith("average.features"))).toEqual([]);
    const held = prepared.options.optimizer.groups.flatMap(({ params }) => params);
    expect(held).toEqual(prepared.options.model.children.get("classifier")!.parameters());
  });

  it("does no work for them in the backward pass", async () => {
    const nodes = async (freeze: readonly string[]) => {
      await using prepared = prepareTraining({ ...recipe, freeze }, trainingData, { seed: 1, device });
      const { model } = prepared.options;
      const features = model.children.get("features")!;
      let requires: boolean | undefined;
      features.registerForwardHook((_, __, output) => {
        requires = output.requiresGrad;
        return undefined;
      });
      for await (const _ of prepared.trainer.run()) break;
      return requires;
    };
    expect(await nodes(["features"])).toBe(false);
    expect(await nodes([])).toBe(true);
  });

  it("takes layers by name, and refuses parts that there are not", () => {
    const names = (freeze: readonly string[]) => {
      const { model } = prepareTraining({ ...recipe, freeze }, trainingData, { seed: 1, device }).options;
      return [...model.namedParameters()].filter(([, { requiresGrad }]) => !requiresGrad).map(([name]) => name);
    };
    expect(names(["conv1", "classifier.0"])).toEqual(["features.0.weight", "classifier.0.weight", "classifier.0.bias"]);
    expect(() => names(["classifier.10"])).toThrow(/^freeze: expected parts among features, .*; got "classifier.10"$/);
    expect(() => names([""])).toThrow('got ""');
    expect(() => names(["features", "classifier"])).toThrow("freeze: expected something that is left to train");
  });

  it("goes on where it was cut off, bit for bit, from weights that were given", async () => {
    const weights = { tensors: await network(5).state(), source: "w.safetensors", classesFromData: true };
    const config: RunConfig = {
      version: "0.1.0",
      recipe,
      stored: images.shape,
      input: images.shape,
      classes: images.classes,
      seed: 1,
      data: { path: "builtin", limit: 12, holdOut: null, onError: "fail", sha256: "" },
      weights: { path: "/w.safetensors", sha256: "0" },
      machine: {},
    };
    const train = async (name: string, steps: number) => {
      using run = await Run.create(join(folder, name), config, trainingData.statistics);
      await using prepared = prepareTraining(recipe, trainingData, { seed: 1, device, weights });
      await runTraining({ run, trainer: prepared.trainer, shouldStop: () => prepared.trainer.position.step >= steps });
    };
    await train("whole", 100);
    await train("cut", 2);
    using run = await Run.open(join(folder, "cut"));
    expect(run.config).toEqual(config);
    await using prepared = prepareTraining(run.config.recipe, trainingData, { seed: 1, device, skipInit: true });
    const checkpoint = await run.resume();
    run.restore(prepared.trainer, checkpoint);
    await runTraining({ run, trainer: prepared.trainer, progress: checkpoint.progress });
    const best = (name: string) => readFileSync(join(folder, name, "best.safetensors"));
    expect(best("cut")).toEqual(best("whole"));
    const model = network().freeze();
    await run.loadWeights(model, join(folder, "cut", "best.safetensors"));
    const { data } = (await run.best())["classifier.0.weight"];
    expect((await model.state())["classifier.0.weight"].data).toEqual(data);
    await run.loadWeights(model, join(folder, "cut", "last.safetensors"));
    expect(await model.state()).toEqual(await prepared.options.model.state());
    await saveSafetensors(join(folder, "cut", "other.safetensors"), {
      "a.weight": { shape: [1], data: new Float32Array(1) },
    });
    await expect(run.loadWeights(model, join(folder, "cut", "other.safetensors"))).rejects.toThrow(
      "unexpected: a.weight",
    );
  });
});

describe("given weights", () => {
  const prepare = async (change: (state: Map<string, never>) => void, classes = 2, classesFromData = false) => {
    const tensors = new Map(Object.entries(await network(classes).state()));
    change(tensors as Map<string, never>);
    const weights = { tensors, source: "w.safetensors", classesFromData };
    return prepareTraining(recipe, trainingData, { seed: 1, device, weights });
  };

  it("are where the training begins", async () => {
    await using prepared = await prepare(() => {});
    expect(await prepared.options.model.state()).toEqual(await network().state());
    expect(prepared.drawn).toEqual({ missing: [], unexpected: [], mismatched: [] });
  });

  it("may have another head where that is asked for, which is drawn as without them", async () => {
    await expect(prepare(() => {}, 5)).rejects.toThrow(
      /^w\.safetensors: .*mismatched: classifier\.6\.weight .*; with classesFromData \(--classes-from-data\)/,
    );
    await using prepared = await prepare(() => {}, 5, true);
    await using drawn = prepareTraining(recipe, trainingData, { seed: 1, device });
    const [state, fresh] = [await prepared.options.model.state(), await drawn.options.model.state()];
    expect(prepared.drawn!.mismatched.map(({ name }) => name)).toEqual(["classifier.6.weight", "classifier.6.bias"]);
    expect(state["classifier.6.weight"]).toEqual(fresh["classifier.6.weight"]);
    expect(state["classifier.6.bias"]).toEqual(fresh["classifier.6.bias"]);
    expect(state["features.0.weight"]).toEqual((await network(5).state())["features.0.weight"]);
    await using headless = await prepare(
      (state) => {
        state.delete("classifier.6.weight");
        state.delete("classifier.6.bias");
      },
      2,
      true,
    );
    expect(headless.drawn!.missing).toEqual(["classifier.6.weight", "classifier.6.bias"]);
  });

  it.each<[string, (state: Map<string, never>) => void, RegExp]>([
    ["a layer too few", (state) => state.delete("features.0.weight"), /missing: features\.0\.weight$/],
    ["a name too many", (state) => state.set("more", state.get("features.0.weight")!), /unexpected: more$/],
  ])("are refused with %s", async (_, change, message) => {
    for (const classesFromData of [false, true])
      await expect(prepare(change, 2, classesFromData)).rejects.toThrow(message);
  });
});

it("stripPrefix takes off what stands before all names, and nothing else", () => {
  const strip = (...names: string[]) => {
    const { tensors, prefix } = stripPrefix(new Map(names.map((name) => [name, name])));
    return [prefix, ...tensors.keys()];
  };
  expect(strip("module.a", "module.b")).toEqual(["module.", "a", "b"]);
  expect(strip("model._orig_mod.a")).toEqual(["model._orig_mod.", "a"]);
  expect(strip("module.a", "b")).toEqual(["", "module.a", "b"]);
  expect(strip("features.a")).toEqual(["", "features.a"]);
  expect(strip()).toEqual([""]);
});

it("recipes from before there was freezing are read", async () => {
  const { freeze: _, ...before } = findRecipe("default");
  expect(readRecipe(before, "config.json")).toEqual(before);
  expect(() => readRecipe({ ...before, freeze: "features" }, "config.json")).toThrow("freeze: expected a list");
});
