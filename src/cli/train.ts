import { join } from "node:path";
import type { CAC } from "cac";
import { AlexgradError } from "../core/errors.ts";
import { Rng } from "../core/rng.ts";
import { channelStatistics, type Dataset, Loader, randomCrop, randomFlip, split } from "../data/index.ts";
import { buildModel } from "../models/index.ts";
import { checkRunFolder, Run } from "../train/run.node.ts";
import { type EpochEvent, type StepEvent, train } from "../train/train.ts";
import { describeData, preprocessing, readData } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { formatDuration, formatPercent } from "./format.ts";
import { readModel } from "./model.ts";
import { type Flags, readChoice, readNumber, readOptional, readText, UsageError } from "./options.ts";
import { Progress } from "./progress.ts";
import { makeOptimizer, makeSchedule, optimizerNames, scheduleNames } from "./schedule.ts";
import { version } from "./version.ts";
import { trainingStep } from "./workload.ts";

/** Share of a data set that is held out where it has no part of its own to measure with. */
const heldOut = 0.1;

const signals = ["SIGINT", "SIGTERM"] as const;

export function trainCommand(cli: CAC): void {
  const command = cli
    .command("train", "Train a network; progress goes to standard error, the run to a folder")
    .option("--data <path>", "builtin, a folder of IDX, CIFAR binary or image files, or a tar[.gz] of images", {
      default: "builtin",
    })
    .option("--model <name>", "A network by name; see alexgrad summary --help", { default: "alexnet-small" })
    .option("--size <n>", "Resize and crop images to n × n")
    .option("--limit <n>", "Take at most n images of each part")
    .option("--epochs <n>", "Passes over the training images", { default: 10 })
    .option("--batch <n>", "Images per step", { default: 32 })
    .option("--optimizer <name>", `${optimizerNames.join(", ")} (sgd has momentum 0.9)`, { default: "sgd" })
    .option("--lr <rate>", "Learning rate (default: sgd 0.01, adagrad 0.01, adam 0.001)")
    .option("--schedule <name>", `Learning rate over time: ${scheduleNames.join(", ")}`, { default: "cosine" })
    .option("--weight-decay <rate>", "L2 penalty on all parameters", { default: 5e-4 })
    .option("--crop <n>", "Shift images at random by up to n pixels", { default: 0 })
    .option("--flip", "Mirror images at random");
  deviceOptions(command)
    .option("--seed <n>", "Of everything random", { default: 0 })
    .option("--out <dir>", "Folder of the run, new or empty (default: runs/<model>-<time>)")
    .option("--json", "Print the result as JSON")
    .example("alexgrad train --data path/to/images --size 64 --epochs 20 --crop 4 --flip --out runs/mine")
    .action(run);
}

async function run(flags: Flags): Promise<number> {
  const options = {
    model: readText(flags, "model") ?? "",
    epochs: readNumber(flags, "epochs", { min: 1, whole: true }),
    batch: readNumber(flags, "batch", { min: 1, whole: true }),
    optimizer: readChoice(flags, "optimizer", optimizerNames),
    lr: readOptional(flags, "lr", { min: 0 }),
    schedule: readChoice(flags, "schedule", scheduleNames),
    weightDecay: readNumber(flags, "weight-decay", { min: 0 }),
    crop: readNumber(flags, "crop", { min: 0, whole: true }),
    flip: flags.flip === true,
    seed: readNumber(flags, "seed", { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true }),
  };
  const name = readModel(options.model);
  await using opened = await openDevice(flags, trainingStep(name, options.batch));
  const { device } = opened;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const folder = readText(flags, "out") ?? join("runs", `${name}-${stamp}`);
  checkRunFolder(folder);
  const parts = await readData(flags);
  const side = Math.min(...parts.train.shape.slice(1));
  if (options.crop >= side)
    throw new UsageError(`--crop: expected less than the images' ${side} pixels; got ${options.crop}`);
  const data = parts.test ? { train: parts.train, validation: parts.test } : holdOut(parts.train, options.seed);
  const statistics = channelStatistics(data.train);
  const normal = preprocessing(statistics);
  const augmentation = [
    ...(options.crop > 0 ? [randomCrop({ padding: options.crop })] : []),
    ...(options.flip ? [randomFlip()] : []),
  ];
  const { batch: batchSize, seed } = options;
  const loader = new Loader(data.train, { batchSize, shuffle: true, seed, transforms: [...normal, ...augmentation] });
  const validation = new Loader(data.validation, { batchSize, transforms: normal });

  const { classes, shape: input } = data.train;
  const rng = new Rng(seed);
  const model = buildModel(name, { input, classes: classes.length, rng, device });
  const optimizer = makeOptimizer(options.optimizer, model.parameters(), options);
  const schedule = makeSchedule(options.schedule, optimizer, loader.length, options.epochs);

  const training = { ...options, data: flags.data, limit: flags.limit, device: device.name };
  const config = { version, model: name, input, classes, statistics, training };
  const record = await Run.create(folder, config);

  const progress = new Progress();
  progress.line(`${describeData(data.train)}; ${data.validation.labels.length.toLocaleString("en")} for validation`);
  const parameters = model.parameters().reduce((count, { size }) => count + size, 0);
  progress.line(
    `${name}: ${parameters.toLocaleString("en")} parameters, on ${describeDevice(device)}, batches of ${batchSize}`,
  );
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    progress.line("stopping after this step; once more to stop at once");
    for (const signal of signals) process.once(signal, () => process.exit(1));
  };
  for (const signal of signals) process.once(signal, interrupt);

  const started = performance.now();
  const total = data.train.labels.length * options.epochs;
  let last: EpochEvent | null = null;
  const events = train({
    model,
    optimizer,
    device,
    train: loader,
    validation,
    epochs: options.epochs,
    rng,
    ...schedule,
  });
  for await (const event of events) {
    await record.log(event);
    if (event.event === "epoch") {
      last = event;
      progress.line(describeEpoch(event, options.epochs));
    } else {
      const done = (event.epoch - 1) * data.train.labels.length + event.images;
      const speed = (1000 * done) / (performance.now() - started);
      progress.show(describeStep(event, options.epochs, speed), done, total);
    }
    if (interrupted) break;
  }
  progress.clear();
  for (const signal of signals) process.removeAllListeners(signal);
  await record.saveWeights(await model.state());
  const result = {
    run: folder,
    epochs: last?.epoch ?? 0,
    trainLoss: last?.trainLoss ?? null,
    validation: last?.validation ?? null,
    seconds: (performance.now() - started) / 1000,
    interrupted,
  };
  process.stdout.write(`${flags.json ? JSON.stringify(result) : describeResult(result)}\n`);
  return interrupted ? 1 : 0;
}

function holdOut(dataset: Dataset, seed: number): { train: Dataset; validation: Dataset } {
  const count = dataset.labels.length;
  if (count < 2)
    throw new AlexgradError(`${dataset.name}: expected two images at least, one to measure with; got ${count}`);
  return split(dataset, { validation: Math.max(1, Math.round(heldOut * count)), seed });
}

function describeStep({ epoch, images, loss }: StepEvent, epochs: number, speed: number): string {
  return `epoch ${epoch}/${epochs}  ${images} images  ${speed.toFixed(0)}/s  loss ${loss.toFixed(3)}`;
}

function describeEpoch({ epoch, trainLoss, validation, imagesPerSecond }: EpochEvent, epochs: number): string {
  const measured =
    validation && `validation loss ${validation.loss.toFixed(3)}, accuracy ${formatPercent(validation.top1)}`;
  return `epoch ${epoch}/${epochs}  loss ${trainLoss.toFixed(3)}  ${measured}  ${imagesPerSecond.toFixed(0)} images/s`;
}

function describeResult(result: {
  readonly run: string;
  readonly validation: EpochEvent["validation"];
  readonly seconds: number;
  readonly interrupted: boolean;
}): string {
  const { run, validation, seconds, interrupted } = result;
  return [
    `${interrupted ? "Interrupted" : "Done"} after ${formatDuration(1000 * seconds)}.`,
    ...(validation ? [`Validation accuracy ${formatPercent(validation.top1)} (${validation.count} images).`] : []),
    `The run lies in ${run}: config.json, metrics.jsonl, weights.safetensors.`,
  ].join("\n");
}
