import { join } from "node:path";
import type { Command } from "commander";
import { DivergenceError } from "../core/errors.ts";
import { checkNewFolder, makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { answerStudy } from "../study/answer.ts";
import { renderStudy, type StudyReport, spreadNote, studyAnswers, studyTable } from "../study/report.ts";
import {
  type RateTrial,
  runStudy,
  type StudyRun,
  summarizeStudy,
  type Trained,
  type TrainOne,
  tryRates,
} from "../study/runStudy.ts";
import { base, studies } from "../study/studies.ts";
import { type PrepareOptions, prepareData, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import type { EpochEvent, LayersEvent, StepEvent } from "../train/train.ts";
import { dataOptions, describeNotes, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { fitTable, formatPercent, wrap } from "./format.ts";
import { examples, type Flags, readNumber, readOptional, readText, repeats, times, UsageError } from "./options.ts";
import { columns, print } from "./output.ts";
import { Progress } from "./progress.ts";

const names = studies.map(({ name }) => name);

export function studyCommand(cli: Command): void {
  const command = cli
    .command("study <name>")
    .summary("Train with and without one of AlexNet's choices")
    .description(`Train with and without one of AlexNet's choices: ${names.join(", ")}`);
  deviceOptions(dataOptions(command))
    .optionsGroup("Options:")
    .option("--epochs <n>", "Epochs of each training", "10")
    .option("--seeds <n>", "Trainings of each variant, with other random numbers", "3")
    .option("--budget <minutes>", "Begin no further seed that would end later; the first is always trained")
    .option("--out <dir>", "Folder for study.json and report.html, new or empty (default: runs/study-<name>-<time>)")
    .option("--json", "Print JSON: folder, results, answers")
    .addHelpText("after", examples("alexgrad study relu --data cifar10.tar.gz --hold-out 500 --budget 60"))
    .action(run);
}

async function run(name: string, flags: Flags): Promise<void> {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UsageError(`no such study: ${name}; there are ${names.join(", ")}`);
  const seeds = readNumber(flags, "seeds", repeats);
  const epochs = readNumber(flags, "epochs", repeats);
  const minutes = readOptional(flags, "budget", times) ?? Number.POSITIVE_INFINITY;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const folder = readText(flags, "out") ?? join("runs", `study-${name}-${stamp}`);
  const source = readDataConfig(flags);
  checkNewFolder(folder);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const progress = new Progress();
  const data = await prepareData(base, source, 0, progress.reading);
  for (const line of describeNotes(data)) progress.line(line);
  const images = data.train.labels.length;
  progress.line(study.question);
  progress.line(`${images.toLocaleString("en")} images, ${describeDevice(device)}`);
  makeFolder(folder);
  const trials: RateTrial[] = [];
  const runs: StudyRun[] = [];
  const conditions = {
    data: source.path,
    images,
    validation: data.validation.labels.length,
    epochs,
    device: describeDevice(device),
    recipe: { ...base, ...study.shared },
  };
  /** After every training, so that a study that is cut off keeps what it has. */
  const save = async () => {
    const report: StudyReport = { study, conditions, trials, runs };
    await writeFileAtomic(join(folder, "study.json"), `${JSON.stringify(report, null, 2)}\n`);
    await writeFileAtomic(join(folder, "report.html"), renderStudy(report));
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
  const began = performance.now();
  const tries = variants * (study.rates?.length ?? 0);
  for await (const trial of tryRates(
    study,
    trainer(tries, () => trials.length),
  )) {
    trials.push(trial);
    await save();
    progress.line(`${trial.variant}, rate ${trial.lr}: loss ${trial.loss?.toFixed(3) ?? "not finite"} after an epoch`);
  }
  const left = minutes - (performance.now() - began) / 60_000;
  const train = trainer(seeds * variants, () => runs.length);
  for await (const each of runStudy(study, { seeds, epochs, minutes: left }, train, trials)) {
    runs.push(each);
    await save();
    progress.line(describeRun(each));
  }
  progress.clear();
  const width = columns();
  const text = [
    study.question,
    ...studyAnswers(study, runs).map((answer) => `\n${wrap(answer, width)}`),
    "",
    fitTable(studyTable(study, runs), width),
    "",
    wrap(`Epochs of each training: ${epochs}. ${spreadNote}`, width),
    wrap(`Said of it: ${study.claim}`, width),
    `Curves: ${join(folder, "report.html")}`,
  ].join("\n");
  const results = summarizeStudy(study, runs);
  print(flags.json ? JSON.stringify({ folder, results, answers: answerStudy(study, runs) }) : text);
}

function describeRun({ variant, seed, epochs, failure }: StudyRun): string {
  const last = epochs.at(-1);
  const error = (top1 = 0) => formatPercent(1 - top1);
  const result = `error ${error(last?.validation?.top1)} in validation, ${error(last?.trainTop1)} in training`;
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
  await using prepared = prepareTraining(recipe, data, { ...options, observeEvery, workers: 1 });
  const epochs: EpochEvent[] = [];
  const layers: LayersEvent[] = [];
  try {
    for await (const event of prepared.trainer.run()) {
      if (event.event === "layers") layers.push(event);
      else if (event.event === "step") onStep(event);
      else {
        epochs.push(event);
        if (1 - event.trainTop1 <= untilTrainError) break;
      }
    }
    return { epochs, layers, failure: null };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return { epochs, layers, failure: error.message };
  }
}
