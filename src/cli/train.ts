import { cpus } from "node:os";
import { join } from "node:path";
import type { CAC, Command } from "cac";
import { AlexgradError, WriteError } from "../core/errors.ts";
import { checkNewFolder } from "../io/files.node.ts";
import { epochsWithin } from "../train/epochsWithin.node.ts";
import { type PrepareOptions, prepareData, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import { writeReport } from "../train/report/writeReport.node.ts";
import { Run } from "../train/run.node.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { type Outcome, runTraining } from "../train/runTraining.node.ts";
import type { EpochEvent, StepEvent } from "../train/train.ts";
import { dataOptions, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { formatDuration, formatPercent, sparkline } from "./format.ts";
import { type Flags, readNumber, readOptional, readText, UsageError } from "./options.ts";
import { Progress } from "./progress.ts";
import { chooseRecipe, recipeOptions } from "./recipe.ts";
import { version } from "./version.ts";
import { trainingStep } from "./workload.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

export function trainCommand(cli: CAC): void {
  const command = cli.command("train", "Train a network; progress goes to standard error, the run to a folder");
  recipeOptions(dataOptions(command));
  deviceOptions(command)
    .option("--seed <n>", "Of everything random", { default: 0 })
    .option("--show", "Print the recipe as JSON, and train nothing")
    .option("--out <dir>", "Folder of the run, new or empty (default: runs/<recipe>-<model>-<time>)")
    .option("--minutes <n>", "Train for as many epochs as end in time on this machine, by the time of a few steps")
    .option("--resume <dir>", "Go on with an interrupted run, bit for bit; its recipe, data and seed cannot be changed")
    .option("--save-every <seconds>", "Between checkpoints; one is also written after each epoch", { default: 60 })
    .option("--workers <n>", "Threads that build batches ahead of the steps; 0: none", { default: 1 })
    .option("--observe-every <steps>", "Between measurements of each layer; 0: never", { default: 100 })
    .option("--json", "Print the result as JSON")
    .example("alexgrad train --recipe cifar-26pct --data cifar10.tar.gz --hold-out 500")
    .example("alexgrad train --data path/to/images --size 64 --epochs 20 --crop 4 --flip --out runs/mine")
    .example("alexgrad train --resume runs/mine")
    .action((flags: Flags) => train(flags, command));
}

/** Flags that a run may be gone on with. */
const alsoWithResume = [
  "resume",
  "device",
  "threads",
  "fallback",
  "saveEvery",
  "workers",
  "observeEvery",
  "show",
  "json",
];

function checkResume(flags: Flags, { options }: Command): void {
  const refused = options.find(({ name, config }) => !alsoWithResume.includes(name) && flags[name] !== config.default);
  if (refused)
    throw new UsageError(`--resume: the run keeps its own settings; got ${refused.rawName.split(" ")[0]} too`);
}

async function train(flags: Flags, command: Command): Promise<number> {
  const resumed = readText(flags, "resume");
  if (resumed !== undefined) checkResume(flags, command);
  if (flags.minutes !== undefined && flags.epochs !== undefined) {
    throw new UsageError("--minutes: expected it without --epochs, which it chooses");
  }
  const chosen = resumed === undefined ? chooseRecipe(flags) : (await Run.open(resumed)).config.recipe;
  if (flags.show) {
    process.stdout.write(`${JSON.stringify(chosen, null, 2)}\n`);
    return 0;
  }
  const started = performance.now();
  const saveEvery = readNumber(flags, "save-every", { min: 0 });
  await using opened = await openDevice(flags, trainingStep(chosen.model, chosen.batch));
  const { device } = opened;
  const observeEvery = readNumber(flags, "observe-every", { min: 0, whole: true });
  const workers = readNumber(flags, "workers", { min: 0, max: 64, whole: true });
  const preparing = { device, observeEvery, workers };
  const progress = new Progress();
  const { run, prepared, data } = await (resumed === undefined
    ? startRun(flags, chosen, preparing, progress, started)
    : continueRun(resumed, preparing, progress));
  using _ = run;
  const { recipe } = run.config;
  await using preparedTraining = prepared;
  if (data.skipped.length > 0) {
    progress.line(`images left out that cannot be decoded: ${data.skipped.length}`);
    for (const { file, reason } of data.skipped) progress.line(`  ${file}: ${reason}`);
  }
  const { trainer, options } = preparedTraining;
  const checkpoint = resumed === undefined ? null : await run.resume();
  if (checkpoint) run.restore(trainer, checkpoint);

  progress.line(
    `${describeCount(data.train.labels.length)} to train on, ${describeCount(data.validation.labels.length)} to validate with`,
  );
  const parameters = options.model.parameters().reduce((count, { size }) => count + size, 0);
  progress.line(
    `${recipe.name} on ${recipe.model}: ${describeCount(parameters, "parameters")}, ${describeDevice(device)}, batches of ${recipe.batch}`,
  );
  if (checkpoint) progress.line(`going on in epoch ${trainer.position.epoch}, after ${trainer.position.step} steps`);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    progress.line("stopping after this step; once more to stop at once");
    for (const signal of signals) process.once(signal, () => process.exit(1));
  };
  for (const signal of signals) process.once(signal, interrupt);

  let last: EpochEvent | null = null;
  const total = data.train.labels.length * recipe.epochs;
  const imagesDone = (epoch: number, images: number) => (epoch - 1) * data.train.labels.length + images;
  const before = imagesDone(trainer.position.epoch, trainer.position.images);
  const losses: number[] = [];
  const began = performance.now();
  const { outcome, best } = await runTraining({
    run,
    trainer,
    progress: checkpoint?.progress ?? null,
    saveEvery,
    shouldStop: () => interrupted,
    onEvent(event) {
      if (event.event === "epoch") {
        last = event;
        progress.line(
          `${describeEpoch(event, recipe.epochs)}${describeInput(prepared.describeInput((performance.now() - began) / 1000))}`,
        );
      } else {
        losses.push(event.loss);
        const done = imagesDone(event.epoch, event.images);
        const speed = (1000 * (done - before)) / (performance.now() - began);
        const text = () => `${describeStep(event, recipe.epochs, speed)} ${sparkline(losses, 12)}`;
        progress.show(text, done, total, before);
      }
    },
  }).catch((error) => {
    if (!(error instanceof WriteError) || trainer.position.step === 0) throw error;
    const hint = `The last checkpoint is whole. When there is room again: alexgrad train --resume ${run.folder}`;
    throw new WriteError(`${error.message}\n${hint}`, { cause: error });
  });
  const { model, validation } = options;
  const measured = validation && outcome !== "interrupted" && { model, validation, images: data.validation, device };
  await writeReport(run, measured || null);
  progress.clear();
  for (const signal of signals) process.removeAllListeners(signal);
  const result = {
    run: run.folder,
    outcome,
    epochs: trainer.position.epoch - 1,
    trainLoss: (last as EpochEvent | null)?.trainLoss ?? null,
    validation: (last as EpochEvent | null)?.validation ?? null,
    best,
    seconds: (performance.now() - started) / 1000,
  };
  process.stdout.write(`${flags.json ? JSON.stringify(result) : describeResult(result)}\n`);
  return outcome === "interrupted" ? 1 : 0;
}

/** @param started the time that --minutes count from. */
async function startRun(
  flags: Flags,
  chosen: Recipe,
  preparing: Omit<PrepareOptions, "seed">,
  progress: Progress,
  started: number,
) {
  const minutes = readOptional(flags, "minutes", { min: Number.MIN_VALUE });
  const seed = readNumber(flags, "seed", { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true });
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const folder = readText(flags, "out") ?? join("runs", `${chosen.name}-${chosen.model}-${stamp}`);
  checkNewFolder(folder);
  const source = readDataConfig(flags);
  const data = await prepareData(chosen, source, seed, progress.reading);
  const side = Math.min(...data.train.shape.slice(1));
  const { crop = 0 } = chosen.pipeline;
  if (crop >= side) throw new UsageError(`--crop: expected less than the images' ${side} pixels; got ${crop}`);
  const options = { seed, ...preparing };
  let recipe = chosen;
  if (minutes !== undefined) {
    progress.line("timing a few steps");
    const left = 60 * minutes - (performance.now() - started) / 1000;
    recipe = { ...chosen, epochs: await epochsWithin(left, chosen, data, options) };
    progress.line(`in ${minutes} minutes: ${recipe.epochs} epochs`);
  }
  const prepared = prepareTraining(recipe, data, options);
  const config: RunConfig = {
    version,
    recipe,
    stored: data.train.shape,
    input: prepared.input,
    classes: data.train.classes,
    seed,
    data: { ...source, sha256: data.sha256 },
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      device: describeDevice(preparing.device),
    },
  };
  return { run: await Run.create(folder, config, data.statistics), data, prepared };
}

async function continueRun(folder: string, preparing: Omit<PrepareOptions, "seed">, progress: Progress) {
  const run = await Run.open(folder);
  await run.lock((line) => progress.line(line));
  const { recipe, data: source, seed } = run.config;
  const data: TrainingData = await prepareData(recipe, source, seed, progress.reading);
  if (data.sha256 !== source.sha256) {
    throw new AlexgradError(`${source.path}: these are no longer the images that ${folder} was trained on`);
  }
  return { run, data, prepared: prepareTraining(recipe, data, { seed, ...preparing }) };
}

function describeCount(count: number, what = "images"): string {
  return `${count.toLocaleString("en")} ${what}`;
}

function describeStep({ epoch, loss }: StepEvent, epochs: number, speed: number): string {
  return `epoch ${epoch}/${epochs}  ${speed.toFixed(0)} images/s  loss ${loss.toFixed(3)}`;
}

function describeEpoch({ epoch, trainLoss, validation, imagesPerSecond }: EpochEvent, epochs: number): string {
  const measured = validation && `validation ${validation.loss.toFixed(3)}, accuracy ${formatPercent(validation.top1)}`;
  return `epoch ${epoch}/${epochs}  loss ${trainLoss.toFixed(3)}  ${measured}  ${imagesPerSecond.toFixed(0)} images/s`;
}

function describeInput(input: { readonly imagesPerSecond: number; readonly waiting: number } | null): string {
  return input === null
    ? ""
    : `  input ${input.imagesPerSecond.toFixed(0)}/s, waited for ${formatPercent(input.waiting)}`;
}

function describeResult(result: {
  readonly run: string;
  readonly outcome: Outcome;
  readonly best: { readonly epoch: number; readonly top1: number } | null;
  readonly seconds: number;
}): string {
  const { run, outcome, best, seconds } = result;
  const first = { done: "Done", "stopped early": "Stopped early", interrupted: "Interrupted" }[outcome];
  return [
    `${first} after ${formatDuration(1000 * seconds)}.`,
    ...(best ? [`Best validation accuracy ${formatPercent(best.top1)}, after epoch ${best.epoch}.`] : []),
    `The run lies in ${run}; look at report.html.`,
    ...(outcome === "interrupted" ? [`Go on with: alexgrad train --resume ${run}`] : []),
  ].join("\n");
}
