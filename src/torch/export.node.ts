import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AlexgradError, OptionError } from "../core/errors.ts";
import { Rng } from "../core/rng.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Device } from "../devices/device.ts";
import { checkNewFolder, makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { saveSafetensors } from "../io/safetensors.node.ts";
import { assembleTraining } from "../train/assemble.ts";
import { recipeModel, recipeTable } from "../train/build.ts";
import { type Checkpoint, packCheckpoint, unpackCheckpoint } from "../train/checkpoint.ts";
import type { TrainingData } from "../train/prepare.node.ts";
import { endsWithEpochs, extendRecipe } from "../train/recipes/extend.ts";
import { loadSealed, type Run } from "../train/run.node.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { seal } from "../train/seal.node.ts";
import { encodeStatistics } from "../train/statisticsFile.ts";
import { unprefixed } from "../train/train.ts";
import { modelCode } from "./modelCode.ts";
import { readme } from "./readme.ts";
import { type TorchSettings, torchSettings } from "./settings.ts";

/** The files that do not depend on the run. */
export const pythonFiles = [
  "train_ddp.py",
  "snapshot.py",
  "stopping.py",
  "evaluation.py",
  "images.py",
  "optimizers.py",
  "rng.py",
  "tensors.py",
];

/** What of a run is changed on the way. */
export interface TorchChanges {
  /** Whether the training begins anew, with the weights that its seed draws. Default: false, it goes on. */
  readonly restart?: boolean;
  /** Default: the run's. */
  readonly epochs?: number;
  /** Images per step, of all processes together. Default: the run's. */
  readonly batch?: number;
}

/** Where a training stands that is handed over, and what it is. */
interface Handover {
  readonly config: RunConfig;
  readonly checkpoint: Checkpoint;
  readonly best: Checkpoint["state"]["tensors"];
  readonly metrics: Uint8Array;
}

/** Writes a folder that goes on with a run in PyTorch: a run's files, its images, and the Python that trains on.
 *  last.safetensors comes last: without it nothing starts.
 *  @param data the run's images.
 *  @throws AlexgradError unless the folder is new or empty; OptionError if the changes cannot be. */
export async function exportTorch(
  run: Run,
  data: TrainingData,
  folder: string,
  device: Device,
  changes: TorchChanges = {},
): Promise<TorchSettings> {
  checkNewFolder(folder);
  const config = { ...run.config, recipe: changedRecipe(run.config, changes) };
  const { recipe, input, classes, seed } = config;
  const task = { input, classes: classes.length };
  const { checkpoint, best, metrics } = changes.restart
    ? await restarted(config, data, device)
    : await goingOn(run, config);
  const model = recipeModel(recipe, task, { device, rng: new Rng(seed), skipInit: true });
  const settings = torchSettings(config, data, model);
  model.dispose();

  makeFolder(folder);
  const write = (name: string, content: string | Uint8Array) => writeFileAtomic(join(folder, name), content);
  for (const name of pythonFiles) await write(name, await readFile(new URL(`python/${name}`, import.meta.url)));
  await write("model.py", modelCode(recipeTable(recipe, task)));
  await write("README.md", readme(config, settings));
  await write("training.json", json(settings));
  await write("config.json", json(config));
  await write("metrics.jsonl", metrics);
  await writeImages(write, "train", data.train);
  await writeImages(write, "validation", data.validation);
  const statistics = encodeStatistics(data.statistics);
  await saveSafetensors(join(folder, "statistics.safetensors"), statistics, seal(statistics));
  await saveSafetensors(join(folder, "best.safetensors"), best, { format: "pt" });
  const { tensors, metadata } = packCheckpoint(withSchedule(checkpoint, settings));
  await saveSafetensors(join(folder, "last.safetensors"), tensors, metadata);
  return settings;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Bytes as they lie in memory; labels as int32, as torch 1.13 has no unsigned type of two bytes. */
async function writeImages(
  write: (name: string, content: Uint8Array) => Promise<void>,
  part: string,
  { images, labels }: Dataset,
): Promise<void> {
  await write(`${part}.images`, images);
  await write(`${part}.labels`, new Uint8Array(Int32Array.from(labels).buffer));
}

function changedRecipe({ recipe, weights }: RunConfig, { restart = false, epochs, batch }: TorchChanges) {
  if (restart && weights !== undefined) {
    throw new OptionError(`restart: expected a run whose weights were drawn; it began with those of ${weights.path}`);
  }
  const changed = { ...recipe, ...(batch !== undefined && { batch }) };
  if (epochs === undefined) return changed;
  return restart ? { ...changed, epochs } : extendRecipe(changed, epochs);
}

/** The checkpoint, and what was logged before it. */
async function goingOn(run: Run, config: RunConfig): Promise<Omit<Handover, "config">> {
  const path = join(run.folder, "last.safetensors");
  const checkpoint = unpackCheckpoint(await loadSealed(path), path, config);
  const { position } = checkpoint.state;
  if (position.batch > 0 && config.recipe.batch !== run.config.recipe.batch) {
    throw new OptionError(
      `train-batch: expected ${run.config.recipe.batch}, as the run stands in the middle of epoch ${position.epoch} (or --restart); got ${config.recipe.batch}`,
    );
  }
  if (position.epoch > config.recipe.epochs) {
    const more = endsWithEpochs(config.recipe) ? "" : "more (--epochs), or ";
    throw new AlexgradError(
      `${run.folder}: its ${config.recipe.epochs} epochs are done; ${more}all of them anew (--restart), is what there is to train`,
    );
  }
  const best = await run.best();
  const metrics = await readFile(join(run.folder, "metrics.jsonl"));
  return { checkpoint, best, metrics: metrics.subarray(0, checkpoint.progress.metricsBytes) };
}

async function restarted(config: RunConfig, data: TrainingData, device: Device): Promise<Omit<Handover, "config">> {
  const assembled = assembleTraining(config.recipe, data, { seed: config.seed, device });
  try {
    const state = await assembled.trainer.state();
    const best = unprefixed("model", state.tensors);
    return { checkpoint: { state, progress: { best: null, metricsBytes: 0 } }, best, metrics: new Uint8Array() };
  } finally {
    assembled.dispose();
  }
}

/** With another batch an epoch has other steps, of which schedules count. */
function withSchedule(checkpoint: Checkpoint, { stepsPerEpoch }: TorchSettings): Checkpoint {
  const { schedule, position } = checkpoint.state;
  if (schedule === null || !("steps" in schedule)) return checkpoint;
  const steps = (position.epoch - 1) * stepsPerEpoch + position.batch;
  return { ...checkpoint, state: { ...checkpoint.state, schedule: { ...schedule, steps } } };
}
