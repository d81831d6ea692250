import { cpus } from "node:os";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { DivergenceError } from "../core/errors.ts";
import { computeStatistics, take } from "../data/index.ts";
import { checkNewFolder, makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { renderStudy, spreadNote, studyAnswers, studyTable } from "../study/report.ts";
import { studyResults } from "../study/results.ts";
import {
  fewestSeeds,
  type RateTrial,
  runStudy,
  type StudyRun,
  summarizeStudy,
  type Trained,
  type TrainOne,
  tryRates,
} from "../study/runStudy.ts";
import { base, studies } from "../study/studies.ts";
import type { Study } from "../study/study.ts";
import { recipePipeline } from "../train/pipeline.ts";
import { type PrepareOptions, prepareData, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import type { LayersEvent, StepEvent } from "../train/train.ts";
import { dataOptions, describeNotes, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { fitTable, formatPercent, wrap } from "./format.ts";
import { examples, type Flags, readOptional, readText, repeats, times, UsageError } from "./options.ts";
import { columns, print } from "./output.ts";
import { Progress } from "./progress.ts";

const names = studies.map(({ name }) => name);

export function studyCommand(cli: Command): void {
  const command = cli
    .command("study <name>")
    .summary("Train with and without one of AlexNet's choices")
    .description(
      `Train with and without one of AlexNet's choices, in pairs that start from the same weights: ${names.join(", ")}`,
    );
  deviceOptions(dataOptions(command))
    .optionsGroup("Options:")
    .option("--epochs <n>", "Epochs of each training (default: the study's own)")
    .option("--seeds <n>", "Pairs of trainings, each with other random numbers, from 2 on (default: the study's own)")
    .option("--budget <minutes>", "Begin no further seed that would end later; the first two are always trained")
    .option("--out <dir>", "Folder for results.json and report.html, new or empty (default: runs/study-<name>-<time>)")
    .option("--json", "Print JSON: folder, results, answers")
    .addHelpText("after", () => `\n${conditions()}\n${examples("alexgrad study dropout --data cifar10.tar.gz")}`)
    .action(run);
}

/** What each study asks for, and takes. */
function conditions(): string {
  const each = studies.map(({ name, minutes, condition: { words, epochs, seeds } }) => {
    return wrap(
      `${name}, about ${minutes} minutes on two cores, ${seeds} pairs of ${epochs} epochs. ${words}`,
      78,
      "  ",
    );
  });
  return ["Studies, and the conditions in which their claims can show:", ...each].join("\n");
}

async function run(name: string, flags: Flags): Promise<void> {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UsageError(`no such study: ${name}; there are ${names.join(", ")}`);
  const seeds = readOptional(flags, "seeds", repeats) ?? study.condition.seeds;
  if (seeds < fewestSeeds) {
    throw new UsageError(
      `--seeds: expected ${fewestSeeds} at least, as a verdict is over pairs of trainings; got ${seeds}`,
    );
  }
  const epochs = readOptional(flags, "epochs", repeats) ?? study.condition.epochs;
  const minutes = readOptional(flags, "budget", times) ?? Number.POSITIVE_INFINITY;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const folder = readText(flags, "out") ?? join("runs", `study-${name}-${stamp}`);
  const source = readDataConfig(flags);
  checkNewFolder(folder);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const progress = new Progress();
  const read = await prepareData(base, source, 0, progress.reading);
  for (const line of describeNotes(read)) progress.line(line);
  const data = chooseImages(read, study);
  const [images, validation] = [data.train, data.validation].map(({ labels }) => labels.length) as [number, number];
  progress.line(study.question);
  progress.line(`${images.toLocaleString("en")} images, ${describeDevice(device)}`);
  makeFolder(folder);
  const trials: RateTrial[] = [];
  const runs: StudyRun[] = [];
  const { words: _, ...own } = study.condition;
  const condition = { ...own, images, validation, epochs, seeds };
  const began = { clock: performance.now(), processor: process.cpuUsage() };
  const results = () => {
    const { user, system } = process.cpuUsage(began.processor);
    const circumstances = {
      data: basename(source.path),
      processor: cpus()[0]?.model.trim() ?? "unknown",
      device: describeDevice(device),
      minutes: { processor: (user + system) / 6e7, clock: (performance.now() - began.clock) / 60_000 },
      command: `alexgrad study ${name} --data ${basename(source.path)}`,
    };
    return studyResults(study, condition, circumstances, { trials, runs });
  };
  /** After every training, so that a study that is cut off keeps what it has. */
  const save = async () => {
    const soFar = results();
    await writeFileAtomic(join(folder, "results.json"), `${JSON.stringify(soFar, null, 1)}\n`);
    await writeFileAtomic(join(folder, "report.html"), renderStudy(study, soFar, runs));
  };
  await save();
  const variants = Object.keys(study.variants).length;
  /** Shows how far `count` trainings are, of which the ones before this are done. */
  const trainer = (count: number, done: () => number): TrainOne => {
    return (recipe, seed, untilTrainError) =>
      trainToEnd(recipe, data, { seed, device, untilTrainError }, ({ epoch, images: seen, loss }) => {
        const text = `training ${done() + 1}/${count}  epoch ${epoch}/${recipe.epochs}  loss ${loss.toFixed(3)}`;
        progress.show(text, done() + (epoch - 1 + seen / images) / recipe.epochs, count);
      });
  };
  const tries = variants * (study.rates?.length ?? 0);
  for await (const trial of tryRates(
    study,
    trainer(tries, () => trials.length),
  )) {
    trials.push(trial);
    await save();
    progress.line(`${trial.variant}, rate ${trial.lr}: loss ${trial.loss?.toFixed(3) ?? "not finite"} after an epoch`);
  }
  const left = minutes - (performance.now() - began.clock) / 60_000;
  const train = trainer(seeds * variants, () => runs.length);
  for await (const each of runStudy(study, { seeds, epochs, minutes: left }, train, trials)) {
    runs.push(each);
    await save();
    progress.line(describeRun(each));
  }
  progress.clear();
  const width = columns();
  const outcome = results();
  const text = [
    study.question,
    ...studyAnswers(study, outcome).map((answer) => `\n${wrap(answer, width)}`),
    "",
    fitTable(studyTable(study, outcome), width),
    "",
    wrap(`Epochs of each training: ${epochs}. ${spreadNote}`, width),
    wrap(`Said of it: ${study.claim}`, width),
    wrap(`Condition: ${study.condition.words}`, width),
    `Curves: ${join(folder, "report.html")}`,
  ].join("\n");
  print(flags.json ? JSON.stringify({ folder, results: summarizeStudy(study, runs), answers: outcome.answers }) : text);
}

/** As many images as the condition has at most. */
function chooseImages(data: TrainingData, { condition }: Study): TrainingData {
  const train = take(data.train, condition.images);
  return { ...data, train, validation: take(data.validation, condition.validation) };
}

function describeRun({ variant, seed, trainErrors, validationErrors, failure }: StudyRun): string {
  const error = (errors: readonly number[]) => formatPercent(errors.at(-1) ?? 1);
  const result = `error ${error(validationErrors)} in validation, ${error(trainErrors)} in training`;
  return `${variant}, seed ${seed}: ${failure ?? result}`;
}

/** The most steps between two measurements of the layers; short trainings have about twenty measurements. */
const mostStepsUnobserved = 100;

/** One training to its end, to `untilTrainError`, or to where its loss stopped being finite. */
async function trainToEnd(
  recipe: Recipe,
  data: TrainingData,
  {
    untilTrainError = -1,
    ...options
  }: Pick<PrepareOptions, "seed" | "device"> & { untilTrainError?: number | undefined },
  onStep: (event: StepEvent) => void,
): Promise<Trained> {
  const steps = recipe.epochs * Math.ceil(data.train.labels.length / recipe.batch);
  const observeEvery = Math.min(mostStepsUnobserved, Math.max(1, Math.floor(steps / 20)));
  const pipeline = recipePipeline(recipe.pipeline, data.train.shape);
  const statistics = computeStatistics(data.train, [...pipeline.train, ...pipeline.eval]);
  await using prepared = prepareTraining(recipe, { ...data, statistics }, { ...options, observeEvery });
  const trainErrors: number[] = [];
  const validationErrors: number[] = [];
  const layers: LayersEvent[] = [];
  let loss: number | null = null;
  const ended = (failure: string | null) => ({ trainErrors, validationErrors, loss, layers, failure });
  try {
    for await (const event of prepared.trainer.run()) {
      if (event.event === "layers") layers.push(event);
      else if (event.event === "step") onStep(event);
      else {
        loss = event.trainLoss;
        trainErrors.push(errorOf(event.trainTop1));
        validationErrors.push(errorOf(event.validation!.top1));
        if (trainErrors.at(-1)! <= untilTrainError) break;
      }
    }
    return ended(null);
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return ended(error.message);
  }
}

/** In steps of a millionth, finer than any number of images. */
function errorOf(accuracy: number): number {
  return Number((1 - accuracy).toFixed(6));
}
