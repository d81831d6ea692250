import { cpus } from "node:os";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { counted } from "../core/counted.ts";
import { version } from "../core/version.ts";
import { checksum } from "../io/checksum.node.ts";
import { checkNewFolder, makeFolder } from "../io/files.node.ts";
import { spreadNote, studyAnswers, studyTable } from "../study/report.ts";
import { type StudyResults, studyResults } from "../study/results.ts";
import {
  fewestSeeds,
  type RateTrial,
  runStudy,
  type StudyRun,
  summarizeStudy,
  type TrainOne,
  trialEpochs,
  tryRates,
} from "../study/runStudy.ts";
import { base, studies } from "../study/studies.ts";
import type { Study } from "../study/study.ts";
import { prepareData } from "../train/prepare.node.ts";
import type { LayersEvent } from "../train/train.ts";
import { dataOptions, describeNotes, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { fitTable, formatPercent, wrap } from "./format.ts";
import { Interruption } from "./interrupt.ts";
import { examples, type Flags, readOptional, readText, repeats, times, UsageError } from "./options.ts";
import { columns, print } from "./output.ts";
import { Progress } from "./progress.ts";
import { checkMerge, demandSame, readShard, shardOptions, shareOf } from "./shard.ts";
import { hasStudy, isCutOff, readStudy, sameStudy, saveStudy } from "./studyFolder.ts";
import { mergeStudies } from "./studyMerge.ts";
import { chooseImages, trainToEnd } from "./studyTraining.ts";

const names = studies.map(({ name }) => name);

export function studyCommand(cli: Command): void {
  const command = cli
    .command("study <name> [folders...]")
    .summary("Train with and without one of AlexNet's choices")
    .description(
      `Train with and without one of AlexNet's choices, in pairs that start from the same weights: ${names.join(", ")}`,
    );
  shardOptions(deviceOptions(dataOptions(command)), "pairs", "their folders")
    .optionsGroup("Options:")
    .option("--epochs <n>", "Epochs of each training (default: the study's own)")
    .option("--seeds <n>", "Pairs of trainings, each with other random numbers, from 2 on (default: the study's own)")
    .option("--budget <minutes>", "Begin no further seed that would end later; the first two are always trained")
    .option("--out <dir>", "Folder for results.json and report.html, new or empty (default: runs/study-<name>-<time>)")
    .option("--resume", "Go on with what --out holds of the same study, if there is any")
    .option("--json", "Print JSON: folder, results, answers")
    .addHelpText(
      "after",
      () =>
        `\n${conditions()}\n${examples(
          "alexgrad study dropout --data cifar10.tar.gz",
          "alexgrad study dropout --shard 2/3 --out shards/2 --resume",
          "alexgrad study dropout --merge shards/* --out runs/dropout",
        )}`,
    )
    .action(async (name: string, folders: readonly string[], flags: Flags) => {
      if (flags.merge) {
        checkMerge(command, folders, ["out", "json", "debug"]);
        return merge(name, folders, flags);
      }
      if (folders.length > 0)
        throw new UsageError(`study ${name}: expected folders with --merge only; got ${folders[0]}`);
      return run(name, flags);
    });
}

/** What each study asks for, and takes. */
function conditions(): string {
  const each = studies.map(({ name, minutes, condition: { words, epochs, seeds } }) => {
    return wrap(
      `${name}, about ${minutes} minutes of one core, ${seeds} pairs of ${epochs} epochs. ${words}`,
      78,
      "  ",
    );
  });
  return ["Studies, and the conditions in which their claims can show:", ...each].join("\n");
}

async function run(name: string, flags: Flags): Promise<void> {
  const study = findStudy(name);
  const { seeds, epochs, minutes, shard, folder } = readSizes(study, flags);
  const source = readDataConfig(flags);
  const saved = flags.resume && hasStudy(folder) ? await readStudy(folder) : undefined;
  if (saved === undefined && !(flags.resume && isCutOff(folder))) checkNewFolder(folder);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const progress = new Progress();
  const read = await prepareData(base, source, 0, progress.reading);
  for (const line of describeNotes(read)) progress.line(line);
  const sha256 = checksum([read.train, read.validation].flatMap(({ images, labels }) => [images, labels]));
  const data = chooseImages(read, study);
  const [images, validation] = [data.train, data.validation].map(({ labels }) => labels.length) as [number, number];
  progress.line(study.question);
  progress.line(`${images.toLocaleString("en")} images, ${describeDevice(device)}`);
  makeFolder(folder);
  const trials: RateTrial[] = [...(saved?.results.trials ?? [])];
  const runs: StudyRun[] = [...(saved?.results.runs ?? [])];
  const layers: Record<string, readonly LayersEvent[]> = { ...saved?.layers };
  const { words: _, ...own } = study.condition;
  const condition = { ...own, images, validation, epochs, seeds };
  const began = { clock: performance.now(), processor: process.cpuUsage() };
  const results = () => {
    const { user, system } = process.cpuUsage(began.processor);
    const before = saved?.results.minutes ?? { processor: 0, clock: 0 };
    const circumstances = {
      alexgrad: version,
      data: basename(source.path),
      sha256,
      processor: cpus()[0]?.model.trim() ?? "unknown",
      device: describeDevice(device),
      minutes: {
        processor: before.processor + (user + system) / 6e7,
        clock: before.clock + (performance.now() - began.clock) / 60_000,
      },
      command: `alexgrad study ${name} --data ${basename(source.path)}`,
      ...(shard && { shard }),
    };
    return studyResults(study, condition, circumstances, { trials, runs });
  };
  /** After every training, so that a study that is cut off keeps what it has. */
  const save = () => saveStudy(folder, study, results(), layers);
  if (saved !== undefined) {
    const shardOf = ({ shard }: StudyResults) => (shard ? `${shard.index}/${shard.count}` : "none");
    demandSame({ ...sameStudy, shard: shardOf }, saved, { file: "this command", results: results() });
    progress.line(`${folder}: goes on after ${counted(runs.length, "training")}`);
  }
  await save();
  using interruption = new Interruption(() => {
    progress.line(`interrupted: the same command with --out ${folder} --resume goes on`);
    process.exit(interruption.exitCode!);
  });
  const variants = Object.keys(study.variants).length;
  const share = shareOf(
    Array.from({ length: seeds }, (_, seed) => seed),
    shard,
  );
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
    epochs,
    trainer(tries, () => trials.length),
    trials.slice(),
  )) {
    trials.push(trial);
    await save();
    const loss = trial.loss?.toFixed(3) ?? "not finite";
    progress.line(
      `${trial.variant}, rate ${trial.lr}: loss ${loss} after ${counted(trialEpochs(study, epochs), "epoch")}`,
    );
  }
  const left = minutes - (performance.now() - began.clock) / 60_000;
  const train = trainer(share.length * variants, () => runs.length);
  const skips = (variant: string, seed: number) => {
    return !share.includes(seed) || runs.some((each) => each.variant === variant && each.seed === seed);
  };
  for await (const { loss: _, layers: observed, ...each } of runStudy(
    study,
    { seeds, epochs, minutes: left, skips },
    train,
    trials,
  )) {
    runs.push(each);
    layers[each.variant] ??= observed;
    await save();
    progress.line(describeRun(each));
  }
  progress.clear();
  report(study, folder, results(), flags);
}

async function merge(name: string, folders: readonly string[], flags: Flags): Promise<void> {
  const study = findStudy(name);
  const folder = readFolder(study, flags);
  checkNewFolder(folder);
  const { results, layers } = mergeStudies(study, await Promise.all(folders.map(readStudy)));
  makeFolder(folder);
  await saveStudy(folder, study, results, layers);
  report(study, folder, results, flags);
}

function report(study: Study, folder: string, results: StudyResults, flags: Flags): void {
  const width = columns();
  const text = [
    study.question,
    ...studyAnswers(study, results).map((answer) => `\n${wrap(answer, width)}`),
    "",
    fitTable(studyTable(study, results), width),
    "",
    wrap(`Epochs of each training: ${results.condition.epochs}. ${spreadNote}`, width),
    wrap(`Said of it: ${study.claim}`, width),
    wrap(`Condition: ${study.condition.words}`, width),
    `Curves: ${join(folder, "report.html")}`,
  ].join("\n");
  const { runs, answers } = results;
  print(flags.json ? JSON.stringify({ folder, results: summarizeStudy(study, runs), answers }) : text);
}

function findStudy(name: string): Study {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UsageError(`no such study: ${name}; there are ${names.join(", ")}`);
  return study;
}

function readSizes(study: Study, flags: Flags) {
  const seeds = readOptional(flags, "seeds", repeats) ?? study.condition.seeds;
  if (seeds < fewestSeeds) {
    throw new UsageError(
      `--seeds: expected ${fewestSeeds} at least, as a verdict is over pairs of trainings; got ${seeds}`,
    );
  }
  const shard = readShard(flags);
  if (shard !== undefined && shard.count > seeds) {
    throw new UsageError(
      `--shard: expected as many shards at most as there are pairs (--seeds), ${seeds}; got ${shard.count}`,
    );
  }
  const minutes = readOptional(flags, "budget", times);
  if (shard !== undefined && minutes !== undefined) {
    throw new UsageError("--budget: expected no --shard, as a share is trained whole");
  }
  if (flags.resume && flags.out === undefined)
    throw new UsageError("--resume: expected --out, the folder to go on with");
  const epochs = readOptional(flags, "epochs", repeats) ?? study.condition.epochs;
  return { seeds, epochs, minutes: minutes ?? Number.POSITIVE_INFINITY, shard, folder: readFolder(study, flags) };
}

function readFolder({ name }: Study, flags: Flags): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  return readText(flags, "out") ?? join("runs", `study-${name}-${stamp}`);
}

function describeRun({ variant, seed, trainErrors, validationErrors, failure }: StudyRun): string {
  const error = (errors: readonly number[]) => formatPercent(errors.at(-1) ?? 1);
  const result = `error ${error(validationErrors)} in validation, ${error(trainErrors)} in training`;
  return `${variant}, seed ${seed}: ${failure ?? result}`;
}
