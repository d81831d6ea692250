import { join } from "node:path";
import type { CAC } from "cac";
import { AlexgradError } from "../core/errors.ts";
import { checkNewFolder, makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { renderStudy, type StudyReport, spreadNote, studyTable } from "../study/report.ts";
import { runStudy, type StudyRun, summarizeStudy } from "../study/runStudy.ts";
import { base, studies } from "../study/studies.ts";
import { prepareData, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import type { EpochEvent, StepEvent } from "../train/train.ts";
import { dataOptions, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { formatPercent, formatTable } from "./format.ts";
import { type Flags, readNumber, readOptional, readText, UsageError } from "./options.ts";
import { Progress } from "./progress.ts";

const names = studies.map(({ name }) => name);

export function studyCommand(cli: CAC): void {
  const command = cli.command("study <name>", `Train with and without one of AlexNet's choices: ${names.join(", ")}`);
  deviceOptions(dataOptions(command))
    .option("--epochs <n>", "Of each training", { default: 5 })
    .option("--seeds <n>", "Trainings of each variant, with other random numbers", { default: 3 })
    .option("--budget <minutes>", "Begin no further seed that would end later; the first is always trained")
    .option("--out <dir>", "Folder for study.json and report.html, new or empty (default: runs/study-<name>-<time>)")
    .option("--json", "Print JSON: folder, results")
    .example("alexgrad study relu --data cifar10.tar.gz --hold-out 500 --epochs 10 --budget 30")
    .action(run);
}

async function run(name: string, flags: Flags): Promise<void> {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UsageError(`no such study: ${name}; there are ${names.join(", ")}`);
  const seeds = readNumber(flags, "seeds", { min: 1, whole: true });
  const epochs = readNumber(flags, "epochs", { min: 1, whole: true });
  const minutes = readOptional(flags, "budget", { min: 0 }) ?? Number.POSITIVE_INFINITY;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const folder = readText(flags, "out") ?? join("runs", `study-${name}-${stamp}`);
  checkNewFolder(folder);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const progress = new Progress();
  const source = readDataConfig(flags);
  const data = await prepareData(base, source, 0, (done, total) =>
    progress.show(`reading images ${done}/${total}`, done, total),
  );
  const total = seeds * Object.keys(study.variants).length * epochs;
  const images = data.train.labels.length;
  progress.line(
    `${study.question} ${images.toLocaleString("en")} images, ${describeDevice(device)}, ${total} epochs in all`,
  );
  makeFolder(folder);
  const runs: StudyRun[] = [];
  const conditions = {
    data: source.path,
    images,
    validation: data.validation.labels.length,
    epochs,
    device: describeDevice(device),
    recipe: base,
  };
  /** After every training, so that a study that is cut off keeps what it has. */
  const save = async () => {
    const report: StudyReport = { study, conditions, runs };
    await writeFileAtomic(join(folder, "study.json"), `${JSON.stringify(report, null, 2)}\n`);
    await writeFileAtomic(join(folder, "report.html"), renderStudy(report));
  };
  await save();
  let done = 0;
  const trainOne = (recipe: Recipe, seed: number) =>
    trainToEnd(recipe, data, { seed, device }, (event) => {
      if (event.event === "epoch") done++;
      else {
        const text = `epoch ${event.epoch}/${epochs}  loss ${event.loss.toFixed(3)}`;
        progress.show(text, done + event.images / images, total);
      }
    });
  for await (const each of runStudy(study, { seeds, epochs, minutes }, trainOne)) {
    runs.push(each);
    await save();
    const top1 = each.epochs.at(-1)?.validation?.top1 ?? 0;
    progress.line(
      `${each.variant}, seed ${each.seed}: ${each.failure ?? `validation error ${formatPercent(1 - top1)}`}`,
    );
  }
  progress.clear();
  const text = [
    study.question,
    "",
    formatTable(studyTable(study, runs)),
    "",
    `Epochs of each training: ${epochs}. ${spreadNote}`,
    `Said of it: ${study.claim}`,
    `Curves: ${join(folder, "report.html")}`,
  ].join("\n");
  process.stdout.write(`${flags.json ? JSON.stringify({ folder, results: summarizeStudy(study, runs) }) : text}\n`);
}

/** All epochs of one training, or those before its loss stopped being finite. */
async function trainToEnd(
  recipe: Recipe,
  data: TrainingData,
  options: Pick<Parameters<typeof prepareTraining>[2], "seed" | "device">,
  onEvent: (event: StepEvent | EpochEvent) => void,
): Promise<Pick<StudyRun, "epochs" | "failure">> {
  await using prepared = prepareTraining(recipe, data, { ...options, workers: 1 });
  const epochs: EpochEvent[] = [];
  try {
    for await (const event of prepared.trainer.run()) {
      if (event.event === "epoch") epochs.push(event);
      if (event.event !== "layers") onEvent(event);
    }
    return { epochs, failure: null };
  } catch (error) {
    if (!(error instanceof AlexgradError)) throw error;
    return { epochs, failure: error.message };
  } finally {
    prepared.options.optimizer.dispose();
    prepared.options.model.dispose();
  }
}
