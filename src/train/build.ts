import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import type { Device } from "../devices/device.ts";
import { checkValue } from "../io/check.ts";
import { buildModel, type InputShape, type ModelTable, modelTable } from "../models/index.ts";
import { inputShape } from "../models/tableKind.ts";
import { type Layer, trace } from "../models/trace.ts";
import { withActivation, withInit, withLrn, withNorm, withoutLayer, withPooling } from "../models/variants.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import type { Sequential } from "../nn/sequential.ts";
import { Adagrad, Adam, AdamW, Muon, type Optimizer, SGD } from "../optim/index.ts";
import { frozenPaths } from "./freeze.ts";
import { recipeCheck } from "./recipes/read.ts";
import type { Recipe } from "./recipes/recipe.ts";

/** What a network takes and tells. */
export interface Task {
  /** The shape of one image, as the network gets it. */
  readonly input: InputShape;
  /** Number of classes. */
  readonly classes: number;
}

/** The recipe's network as a table.
 *  @param recipe such as `findRecipe` finds.
 *  @param task the shape of an image, and how many classes there are.
 *  @returns the table, with the recipe's changes.
 *  @throws OptionError if the recipe or the task is invalid.
 *
 *  @example
 *  ```ts
 *  import { findRecipe, recipeTable } from "alexgrad/train";
 *
 *  const table = recipeTable(findRecipe("paper"), { input: [3, 227, 227], classes: 1000 });
 *  console.log(table.layers.slice(0, 3).map(({ kind }) => kind)); // [ 'conv', 'relu', 'localResponseNorm' ]
 *  ``` */
export function recipeTable(recipe: Recipe, task: Task): ModelTable {
  checkValue("recipeTable", "recipe", recipe, recipeCheck);
  checkOptions("recipeTable", task, { input: inputShape, classes: number });
  const { input, classes } = task;
  const { model, width, norm, lrn, activation, pooling, without, dropout, init } = recipe;
  let table = modelTable(model, { input, classes, width, ...(dropout !== null && { dropout }) });
  if (norm !== "table") table = withNorm(norm)(table);
  if (lrn !== null) table = withLrn(lrn)(table);
  if (activation !== "table") table = withActivation(activation)(table);
  if (pooling !== "table") table = withPooling(pooling)(table);
  for (const name of without) table = withoutLayer(name)(table);
  if (init !== null) table = withInit(init)(table);
  return table;
}

/** The recipe's network, frozen where it says so.
 *  @param recipe such as `findRecipe` finds.
 *  @param task the shape of an image, and how many classes there are.
 *  @param options.device where its parameters lie.
 *  @param options.rng the stream that they are drawn from.
 *  @param options.skipInit whether they are left at zero, to be loaded. Default: false.
 *  @returns the network: [n, c, h, w] → [n, classes].
 *  @throws OptionError if the recipe or the task is invalid; ShapeError if the images are too small for it.
 *
 *  @example
 *  ```ts
 *  import { reference, Rng } from "alexgrad";
 *  import { findRecipe, recipeModel } from "alexgrad/train";
 *
 *  const task = { input: [3, 32, 32], classes: 10 } as const;
 *  const model = recipeModel(findRecipe("default"), task, { device: reference(), rng: new Rng(0) });
 *  console.log([...model.namedParameters().keys()][0]); // features.0.weight
 *  ``` */
export function recipeModel(
  recipe: Recipe,
  task: Task,
  options: { readonly device: Device; readonly rng: Rng; readonly skipInit?: boolean },
): Sequential {
  const table = recipeTable(recipe, task);
  const model = buildModel(table, options);
  const modules = model.namedModules();
  for (const path of frozenPaths(recipe.freeze ?? [], table)) modules.get(path)!.freeze();
  return model;
}

/** The recipe's optimizer: one group of parameters for each rate and weight decay. What is frozen is in none.
 *  @param recipe such as `findRecipe` finds.
 *  @param task the shape of an image, and how many classes there are.
 *  @param model as `recipeModel` makes it.
 *  @returns the optimizer.
 *  @throws OptionError if the recipe or the task is invalid; ShapeError if the images are too small for its network.
 *
 *  @example
 *  ```ts
 *  import { reference, Rng } from "alexgrad";
 *  import { findRecipe, recipeModel, recipeOptimizer } from "alexgrad/train";
 *
 *  const recipe = findRecipe("default");
 *  const task = { input: [3, 32, 32], classes: 10 } as const;
 *  const model = recipeModel(recipe, task, { device: reference(), rng: new Rng(0) });
 *  console.log(recipeOptimizer(recipe, task, model).lr === recipe.lr); // true
 *  ``` */
export function recipeOptimizer(recipe: Recipe, task: Task, model: Module): Optimizer<object> {
  checkArgument("recipeOptimizer", "model", model, moduleKind);
  const parameters = model.namedParameters();
  const groups = parameterGroups(recipe, task, model).map(({ names, ...settings }) => {
    return { params: names.map((name) => parameters.get(name)!), ...settings };
  });
  const { lr, optimizer } = recipe;
  switch (optimizer.name) {
    case "sgd": {
      const { name: _, momentum = 0.9, ...options } = optimizer;
      return new SGD(groups, { lr, momentum, ...options });
    }
    case "adagrad": {
      const { name: _, ...options } = optimizer;
      return new Adagrad(groups, { lr, ...options });
    }
    case "adam": {
      const { name: _, ...options } = optimizer;
      return new Adam(groups, { lr, ...options });
    }
    case "adamw": {
      const { name: _, ...options } = optimizer;
      return new AdamW(groups, { lr, ...options });
    }
    case "muon": {
      const { name: _, ...options } = optimizer;
      return new Muon(groups, { lr, ...options });
    }
  }
}

/** The layers' names ("conv1") by their modules' paths ("features.0"). */
export function layerNames(recipe: Recipe, task: Task): Map<string, string> {
  return new Map(trace(recipeTable(recipe, task)).map(({ key, name }) => [key, name]));
}

/** The path of the layer whose outputs are the classes. */
export function headPath(recipe: Recipe, task: Task): string {
  const isHead = ({ spec }: Layer) => spec.kind === "linear" && spec.features === "classes";
  return trace(recipeTable(recipe, task)).find(isHead)?.key ?? "";
}

/** Parameters that share a rate and a weight decay, by their names. */
export interface ParameterGroupSettings {
  readonly names: readonly string[];
  readonly lrScale: number;
  readonly weightDecay: number;
}

/** One group for each rate and weight decay, of what is not frozen. */
export function parameterGroups(recipe: Recipe, task: Task, model: Module): ParameterGroupSettings[] {
  const layers = layerNames(recipe, task);
  const groups = new Map<string, ParameterGroupSettings & { readonly names: string[] }>();
  for (const [path, parameter] of model.namedParameters()) {
    if (!parameter.requiresGrad) continue;
    const dot = path.lastIndexOf(".");
    const isBias = path.slice(dot + 1) === "bias";
    const layerDecay = recipe.layerDecay[layers.get(path.slice(0, dot)) ?? ""] ?? recipe.weightDecay;
    const weightDecay = isBias ? (recipe.bias.weightDecay ?? layerDecay) : layerDecay;
    const lrScale = isBias ? recipe.bias.lrScale : 1;
    const key = `${lrScale} ${weightDecay}`;
    const group = groups.get(key) ?? { names: [], lrScale, weightDecay };
    group.names.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}
