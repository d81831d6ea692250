import { backward } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { tensor } from "../../src/create.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import type { Device } from "../../src/devices/device.ts";
import { modelTable } from "../../src/models/index.ts";
import { Dropout } from "../../src/nn/dropout.ts";
import { crossEntropy } from "../../src/ops/crossEntropy.ts";
import { torchSettings } from "../../src/torch/settings.ts";
import { recipeModel, recipeOptimizer } from "../../src/train/build.ts";
import { findRecipe, type Recipe } from "../../src/train/recipes/index.ts";
import type { RunConfig } from "../../src/train/runConfig.ts";

/** Networks and optimizers that are compared with PyTorch, narrow ones, on smaller images: the full ones have 61 million
 *  weights. */
const narrow = { width: 1 / 16, lr: 0.005 };
const recipe = (name: string, changes: Partial<Recipe>): Recipe => ({ ...findRecipe(name), batch: 2, ...changes });
const twiceTheRate = { lrScale: 2, weightDecay: 0 };

export const cases: Readonly<Record<string, Recipe>> = {
  torchvision: recipe("default", {
    ...narrow,
    model: "torchvision",
    optimizer: { name: "sgd", momentum: 0.9, nesterov: true },
  }),
  paper2012: recipe("paper", { ...narrow, model: "paper2012", init: null }),
  caffe: recipe("paper", { ...narrow, model: "caffe", init: null, bias: twiceTheRate }),
  "alexnet-bn": recipe("default", { ...narrow, model: "alexnet-bn" }),
  "cifar-18pct": recipe("cifar-18pct", { batch: 4 }),
  code2012: recipe("paper", { ...narrow, model: "code2012", init: null }),
  "lrn-even": recipe("cifar-18pct", {
    lrn: { size: 4, divideAlpha: false, k: 2 },
    optimizer: { name: "sgd", momentum: 0 },
  }),
  "lenet5-adagrad": recipe("default", { model: "lenet5", optimizer: { name: "adagrad" } }),
  "lenet5-adam": recipe("default", { model: "lenet5", optimizer: { name: "adam" }, layerDecay: { f7: 0.1 } }),
  "lenet5-muon": recipe("default", { model: "lenet5", optimizer: { name: "muon" }, weightDecay: 0.1 }),
  "lenet5-adamw": recipe("default", { model: "lenet5", optimizer: { name: "adamw", betas: [0.8, 0.9] } }),
};

const prime = 20_011;
const factors = [1, 0.5, 0.1];

/** As in make_networks.py. */
function noise(count: number, salt: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const x = (i * 7919 + salt * 104_729) % prime;
    return ((x * x + x) % prime) / prime - 0.5;
  });
}

function startOf(name: string, shape: readonly number[], salt: number): Float64Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (name.endsWith("running_mean")) return new Float64Array(size);
  if (name.endsWith("running_var")) return new Float64Array(size).fill(1);
  const shift = name.endsWith("weight") ? 1 : 0;
  if (shape.length === 1) return noise(size, salt).map((value) => value * 0.2 + shift);
  return noise(size, salt).map((value) => value * 2 * Math.sqrt(6 / (size / shape[0]!)));
}

export type Digest = readonly [norm: number, product: number];

export function digest(data: ArrayLike<number>): Digest {
  const other = noise(data.length, 1);
  let [squares, product] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    squares += data[i]! ** 2;
    product += data[i]! * other[i]!;
  }
  return [Math.sqrt(squares), product];
}

/** What one of the two makes of a case. */
export interface Outcome {
  readonly logits: readonly number[];
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, Digest>>;
  readonly state: Readonly<Record<string, Digest>>;
}

export function configOf(recipe: Recipe): RunConfig {
  const { input: usual } = modelTable(recipe.model);
  const [c, side] = usual;
  const input = side > 200 ? ([c, side - 128, side - 128] as const) : usual;
  const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  const data = { path: "builtin", limit: null, holdOut: null, onError: "fail", sha256: "" } as const;
  return { version: "", recipe, stored: input, input, classes, seed: 0, data, machine: {} };
}

/** training.json of a case. */
export function settingsOf(recipe: Recipe, device: Device) {
  const config = configOf(recipe);
  const { input, classes } = config;
  const one = { name: "none", shape: input, classes, images: new Uint8Array(), labels: new Uint16Array(4) };
  const images: Dataset = { ...one, images: new Uint8Array(4 * input[0] * input[1] * input[2]) };
  const statistics = { mean: [0], std: [1] };
  using model = recipeModel(recipe, { input, classes: classes.length }, { device, rng: new Rng(0), skipInit: true });
  return torchSettings(config, { train: images, validation: images, statistics }, model);
}

/** Logits, gradients and three steps. */
export async function runHere(recipe: Recipe, device: Device): Promise<Outcome> {
  const { input } = configOf(recipe);
  const task = { input, classes: 10 };
  using model = recipeModel(recipe, task, { device, rng: new Rng(0) });
  const own = Object.entries(await model.state()).sort(([a], [b]) => (a < b ? -1 : 1));
  const begin = own.map(([name, { shape }], i) => {
    return [name, { shape, data: startOf(name, shape, 100 + i) }] as const;
  });
  model.load(begin);
  const shape = [recipe.batch, ...input];
  const size = shape.reduce((a, b) => a * b, 1);
  const labels = Array.from({ length: recipe.batch }, (_, i) => (i * 3) % 10);
  const images = (salt: number) => tensor(noise(size, salt), shape, { device });
  model.eval();
  const logits = [...(await model.forward(images(2)).data())];
  model.train();
  for (const each of model.namedModules().values()) if (each instanceof Dropout) each.eval();
  using optimizer = recipeOptimizer(recipe, task, model);
  const losses: number[] = [];
  let gradients = {};
  for (const [step, factor] of factors.entries()) {
    optimizer.lr = recipe.lr * factor;
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(images(3 + step)), labels);
    backward(loss);
    losses.push(await loss.item());
    if (step === 0) {
      const entries = [...model.namedParameters()].map(async ([name, w]) => [name, digest(await w.grad!.data())]);
      gradients = Object.fromEntries(await Promise.all(entries));
    }
    optimizer.step();
  }
  const state = Object.entries(await model.state()).map(([name, { data }]) => [name, digest(data)]);
  return { logits, losses, gradients, state: Object.fromEntries(state) };
}
