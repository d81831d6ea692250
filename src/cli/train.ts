import { cpus } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { WriteError } from "../core/errors.ts";
import { version } from "../core/version.ts";
import { checkNewFolder } from "../io/files.node.ts";
import { epochsWithin } from "../train/epochsWithin.node.ts";
import { type PrepareOptions, prepareData, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import { writeReport } from "../train/report/writeReport.node.ts";
import { Run } from "../train/run.node.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { runTraining } from "../train/runTraining.node.ts";
import type { EpochEvent } from "../train/train.ts";
import { dataOptions, describeNotes, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { exitCodes } from "./failure.ts";
import { formatDuration, sparkline } from "./format.ts";
import { Interruption } from "./interrupt.ts";
import {
  examples,
  type Flags,
  readNumber,
  readOptional,
  readText,
  repeats,
  seeds,
  times,
  UsageError,
} from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { chooseRecipe, recipeOptions } from "./recipe.ts";
import { checkPlace, checkResume, checkSame, resumedConfig, storedPath } from "./resume.ts";
import {
  describeCount,
  describeDrawn,
  describeEpoch,
  describeResult,
  describeStep,
  describeWaiting,
} from "./trainText.ts";
import { mapHelp, readWeights, type Weights } from "./weights.ts";
import { trainingStep } from "./workload.ts";

export function trainCommand(cli: Command): void {
  const command = cli
    .command("train")
    .description("Train a network; progress goes to standard error, the run to a folder");
  recipeOptions(dataOptions(command));
  command
    .optionsGroup("Weights:")
    .option(
      "--weights <file>",
      "Begin with the weights in a safetensors file (or its index.json), a .pth or an .onnx, by path or address, in place of drawn ones",
    )
    .option("--map <file>", `With --weights: ${mapHelp}`)
    .option("--classes-from-data", "Draw the last layer of --weights anew, where the data has other classes");
  deviceOptions(command)
    .optionsGroup("Options:")
    .option("--seed <n>", "Seed of everything random", "0")
    .option("--show", "Print the recipe as JSON, and train nothing")
    .option("--out <dir>", "Folder of the run, new or empty (default: runs/<recipe>-<model>-<time>)")
    .option("--minutes <n>", "Train for as many epochs as end in time on this machine, by the time of a few steps")
    .option(
      "--resume <dir>",
      "Go on with a run, bit for bit; --epochs gives it more, --data says where its images are now, nothing else can be changed",
    )
    .option("--save-every <seconds>", "Seconds between checkpoints; one is also written after each epoch", "60")
    .option("--workers <n>", "Threads that build batches ahead of the steps; 0: none", "1")
    .option("--observe-every <steps>", "Steps between measurements of each layer; 0: never", "100")
    .option("--json", "Print the result as JSON")
    .addHelpText(
      "after",
      examples(
        "alexgrad train --recipe cifar-26pct --data cifar10.tar.gz --hold-out 500",
        "alexgrad train --data path/to/images --size 64 --epochs 20 --crop 4 --flip",
        "alexgrad train --config tune.json --weights alexnet.safetensors --data mine",
        "alexgrad train --resume runs/mine",
      ),
    )
    .action(async (flags: Flags) => {
      process.exitCode = await train(flags, command);
    });
}

async function train(flags: Flags, command: Command): Promise<number> {
  const resumed = readText(flags, "resume");
  if (resumed !== undefined) checkResume(command);
  if (flags.minutes !== undefined && flags.epochs !== undefined) {
    throw new UsageError("--minutes: expected it without --epochs, which it chooses");
  }
  using resumedRun = resumed === undefined ? null : await Run.open(resumed);
  const earlier = resumedRun && resumedConfig(flags, command, resumedRun.config);
  const chosen = earlier?.recipe ?? (await chooseRecipe(flags));
  if (flags.show) {
    print(JSON.stringify(chosen, null, 2));
    return 0;
  }
  const started = performance.now();
  const saveEvery = readNumber(flags, "save-every", times);
  const observeEvery = readNumber(flags, "observe-every", { ...repeats, min: 0 });
  const workers = readNumber(flags, "workers", { min: 0, max: 64, whole: true });
  const minutes = readOptional(flags, "minutes", { ...times, min: Number.MIN_VALUE });
  const seed = earlier?.seed ?? readNumber(flags, "seed", seeds);
  const source = earlier?.data ?? readDataConfig(flags);
  const folder = resumed ?? readText(flags, "out") ?? defaultFolder(chosen);
  if (earlier) checkPlace(earlier);
  else checkNewFolder(folder);
  const progress = new Progress();
  const weights = await readWeights(flags, (line) => progress.line(line));

  await using opened = await openDevice(flags, trainingStep(chosen.model, chosen.batch));
  const { device } = opened;
  const preparing = { seed, device, observeEvery, workers, skipInit: earlier !== null, ...(weights && { weights }) };
  await resumedRun?.lock((line) => progress.line(line));
  const data = await prepareData(chosen, source, seed, progress.reading);
  if (earlier) checkSame(data.sha256, earlier, folder);
  checkCrop(data, chosen);
  const recipe = minutes === undefined ? chosen : await fitInto(minutes, started, chosen, data, preparing, progress);
  await using prepared = prepareTraining(recipe, data, preparing);
  using run =
    resumedRun ??
    (await Run.create(folder, describeRun(recipe, data, prepared.input, source, preparing), data.statistics));
  for (const line of describeNotes(data)) progress.line(line);
  const { trainer, options, drawn } = prepared;
  for (const line of describeDrawn(drawn)) progress.line(line);
  const checkpoint = resumedRun && (await run.resume());
  if (checkpoint) run.restore(trainer, checkpoint);
  if (earlier && earlier !== run.config) await run.configure(earlier);
  using interruption = new Interruption(() => progress.line("stopping after this step; once more to stop at once"));

  progress.line(
    `${describeCount(data.train.labels.length)} to train on, ${describeCount(data.validation.labels.length)} to validate with`,
  );
  const parameters = options.model.parameters().reduce((count, { size }) => count + size, 0);
  progress.line(
    `${recipe.name} on ${recipe.model}: ${describeCount(parameters, "parameters")}, ${describeDevice(device)}, batches of ${recipe.batch}`,
  );
  if (checkpoint) progress.line(`going on in epoch ${trainer.position.epoch}, after ${trainer.position.step} steps`);

  let last: EpochEvent | null = null;
  const total = data.train.labels.length * recipe.epochs;
  const imagesDone = (epoch: number, images: number) => (epoch - 1) * data.train.labels.length + images;
  const before = imagesDone(trainer.position.epoch, trainer.position.images);
  const losses: number[] = [];
  const began = performance.now();
  let isWaitingSaid = false;
  const { outcome, best } = await runTraining({
    run,
    trainer,
    progress: checkpoint?.progress ?? null,
    saveEvery,
    shouldStop: () => interruption.exitCode !== null,
    onEvent(event) {
      if (event.event === "epoch") {
        last = event;
        progress.line(describeEpoch(event, recipe.epochs));
        const seconds = (performance.now() - began) / 1000;
        const waiting = prepared.waiting(seconds);
        if (waiting > muchWaiting && seconds > warmUpSeconds && !isWaitingSaid) {
          progress.line(describeWaiting(waiting, workers));
          isWaitingSaid = true;
        }
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
    const hint = `the last checkpoint is whole; when there is room again: alexgrad train --resume ${run.folder}`;
    throw new WriteError(`${error.message}; ${hint}`, { cause: error });
  });
  const { model, validation } = options;
  const measured = validation && outcome !== "interrupted" && { model, validation, images: data.validation, device };
  await writeReport(run, measured || null);
  progress.clear();
  const result = {
    run: run.folder,
    outcome,
    epochs: trainer.position.epoch - 1,
    trainLoss: (last as EpochEvent | null)?.trainLoss ?? null,
    validation: (last as EpochEvent | null)?.validation ?? null,
    best,
    seconds: (performance.now() - started) / 1000,
  };
  print(flags.json ? JSON.stringify(result) : describeResult(result));
  return outcome === "interrupted" ? (interruption.exitCode ?? exitCodes.failed) : 0;
}

/** Threads take their time to start. */
const warmUpSeconds = 5;
/** Share of the time that steps may wait for their images before it is worth a line. */
const muchWaiting = 0.1;

function defaultFolder(recipe: Recipe): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  return join("runs", `${recipe.name}-${recipe.model}-${stamp}`);
}

function checkCrop({ train }: TrainingData, recipe: Recipe): void {
  const side = Math.min(...train.shape.slice(1));
  const { crop = 0 } = recipe.pipeline;
  if (crop >= side) throw new UsageError(`--crop: expected less than the images' ${side} pixels; got ${crop}`);
}

/** The recipe with as many epochs as end within that many minutes from `started` on. */
async function fitInto(
  minutes: number,
  started: number,
  recipe: Recipe,
  data: TrainingData,
  preparing: PrepareOptions,
  progress: Progress,
): Promise<Recipe> {
  progress.line("timing a few steps");
  const left = 60 * minutes - (performance.now() - started) / 1000;
  const { epochs, epochSeconds } = await epochsWithin(left, recipe, data, preparing);
  const took = `an epoch takes about ${formatDuration(1000 * epochSeconds)}`;
  if (epochs < 1) progress.line(`${took}, and less is left of the ${minutes} minutes: one is trained all the same`);
  else progress.line(`${took}: ${epochs} of them in ${minutes} minutes`);
  return { ...recipe, epochs: Math.max(1, epochs) };
}

function describeRun(
  recipe: Recipe,
  data: TrainingData,
  input: RunConfig["input"],
  source: Omit<RunConfig["data"], "sha256">,
  { seed, device, weights }: Pick<PrepareOptions, "seed" | "device"> & { readonly weights?: Weights },
): RunConfig {
  return {
    version,
    recipe,
    stored: data.train.shape,
    input,
    classes: data.train.classes,
    seed,
    data: { ...source, path: storedPath(source.path), sha256: data.sha256 },
    ...(weights && { weights: weights.noted }),
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      device: describeDevice(device),
    },
  };
}
