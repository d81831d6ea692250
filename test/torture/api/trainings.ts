import { join } from "node:path";
import { Loader } from "../../../src/data/index.ts";
import * as ag from "../../../src/index.ts";
import * as training from "../../../src/train/index.node.ts";
import { images, recipe, trainingData } from "../training.ts";
import { type Calls, call, make, method, type World } from "./call.ts";

const config: training.RunConfig = {
  version: "0",
  recipe,
  stored: images.shape,
  input: images.shape,
  classes: images.classes,
  seed: 1,
  data: { path: "builtin", limit: null, holdOut: null, onError: "fail", sha256: "" },
  machine: {},
};
const { statistics } = trainingData;
const loader = () => new Loader(images, { batchSize: 6 });
const batch = () => loader().epoch().next().value;

function model(w: World): ag.Module {
  return ag.buildModel({ ...w.table(), input: images.shape, classes: 2 }, w.layer);
}

function trainOptions(w: World): training.TrainOptions {
  const network = model(w);
  const optimizer = new ag.SGD(network.parameters(), { lr: 0.1 });
  return {
    ...{ model: network, optimizer, device: w.device, train: loader(), validation: loader(), epochs: 1, rng: w.rng },
    schedule: training.makeSchedule({ name: "cosine" }, optimizer, { stepsPerEpoch: 2, epochs: 1 }),
    ...{ loss: { labelSmoothing: 0.1, accumulate: 2 }, clipNorm: 1 },
    average: new ag.WeightAverage(network.namedParameters(), 0.9),
    ...{ observeEvery: 1, layerNames: new Map([["features.0", "conv1"]]) },
  };
}

const trainer = (w: World) => new training.Trainer(trainOptions(w));

function prepared(w: World) {
  return training.prepareTraining(recipe, trainingData, { seed: 1, device: w.device });
}

const noProgress = { best: null, metricsBytes: 0 };

async function checkpointOf(w: World) {
  return { state: await prepared(w).trainer.state(), progress: noProgress };
}

/** A run with a checkpoint. */
async function newRun(w: World): Promise<training.Run> {
  const run = w.use(await training.Run.create(join(w.folder, "run"), config, statistics));
  await run.saveCheckpoint(await checkpointOf(w));
  await run.log({ event: "step", epoch: 1, step: 1, images: 4, loss: 0.7, lr: 0.01 });
  return run;
}

type Method = keyof typeof training.Run.prototype;

function ofRun(name: Method, ...args: unknown[]): Calls[string] {
  return async (w) => method(await newRun(w), name, ...args);
}

const tensors = { weight: { shape: [2], data: new Float32Array(2) } };

/** Trainings and their folders. */
export const trainings: Calls = {
  Trainer: (w) => make(training.Trainer, trainOptions(w)),
  "Trainer.run": (w) => method(trainer(w), "run"),
  "Trainer.state": (w) => method(trainer(w), "state"),
  "Trainer.weights": (w) => method(trainer(w), "weights"),
  "Trainer.load": async (w) => method(trainer(w), "load", await trainer(w).state()),
  train: (w) => call(training.train, trainOptions(w)),
  computeGradients: (w) =>
    call(training.computeGradients, model(w), w.device, batch(), { labelSmoothing: 0.1, accumulate: 2 }),
  prepareData: () =>
    call(training.prepareData, recipe, { path: "builtin", limit: 20, holdOut: null, onError: "fail" }, 1, () => {}),
  prepareTraining: (w) =>
    call(training.prepareTraining, recipe, trainingData, {
      ...{ seed: 1, device: w.device, observeEvery: 1, workers: 0, skipInit: false },
    }),
  runTraining: async (w) =>
    call(training.runTraining, {
      ...{ run: await newRun(w), trainer: trainer(w), progress: noProgress, saveEvery: 60 },
      ...{ shouldStop: () => true, onEvent: () => {} },
    }),
  writeReport: async (w) => {
    const measured = { model: prepared(w).options.model, validation: loader(), images, device: w.device };
    return call(training.writeReport, await newRun(w), measured);
  },
  Run: async (w) => call(training.Run.open, (await newRun(w)).folder),
  "Run.create": (w) => call(training.Run.create, join(w.folder, "new"), config, statistics),
  "Run.open": async (w) => call(training.Run.open, (await newRun(w)).folder),
  "Run.lock": ofRun("lock", () => {}),
  "Run.close": ofRun("close"),
  "Run.configure": ofRun("configure", config),
  "Run.log": ofRun("log", { event: "step", epoch: 1, step: 1, images: 4, loss: 0.7, lr: 0.01 }),
  "Run.events": ofRun("events"),
  "Run.saveCheckpoint": async (w) => method(await newRun(w), "saveCheckpoint", await checkpointOf(w)),
  "Run.resume": ofRun("resume"),
  "Run.restore": async (w) => method(await newRun(w), "restore", prepared(w).trainer, await checkpointOf(w)),
  "Run.saveBest": ofRun("saveBest", tensors),
  "Run.best": ofRun("best", { allowNonFinite: true }),
  "Run.loadBest": async (w) => method(await newRun(w), "loadBest", prepared(w).options.model, { allowNonFinite: true }),
  "Run.loadWeights": async (w) => {
    const run = await newRun(w);
    const { model } = prepared(w).options;
    await run.saveBest(await model.state());
    return method(run, "loadWeights", model, join(run.folder, "best.safetensors"), { allowNonFinite: true });
  },
  "Run.write": ofRun("write", "notes.txt", "text"),
};
