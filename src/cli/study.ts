import type { CAC } from "cac";
import { AlexgradError } from "../core/errors.ts";
import { runStudy, type StudyRun, summarizeStudy, type VariantResult } from "../study/runStudy.ts";
import { base, type Study, studies } from "../study/studies.ts";
import { prepareData, prepareTraining } from "../train/prepare.node.ts";
import type { EpochEvent } from "../train/train.ts";
import { dataOptions, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { formatPercent, formatTable } from "./format.ts";
import { type Flags, readNumber, UsageError } from "./options.ts";
import { Progress } from "./progress.ts";

const names = studies.map(({ name }) => name);

export function studyCommand(cli: CAC): void {
  const command = cli.command("study <name>", `Train with and without one of AlexNet's choices: ${names.join(", ")}`);
  deviceOptions(dataOptions(command))
    .option("--epochs <n>", "Of each training", { default: 5 })
    .option("--seeds <n>", "Trainings of each variant, with other random numbers", { default: 3 })
    .option("--json", "Print JSON: study, results, runs")
    .example("alexgrad study relu --data cifar10.tar.gz --hold-out 500 --epochs 10")
    .action(run);
}

async function run(name: string, flags: Flags): Promise<void> {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UsageError(`no such study: ${name}; there are ${names.join(", ")}`);
  const seeds = readNumber(flags, "seeds", { min: 1, whole: true });
  const epochs = readNumber(flags, "epochs", { min: 1, whole: true });
  await using opened = await openDevice(flags);
  const { device } = opened;
  const progress = new Progress();
  const source = readDataConfig(flags);
  const show = (done: number, total: number) => progress.show(`reading images ${done}/${total}`, done, total);
  const data = await prepareData(base, source, 0, show);
  const total = seeds * Object.keys(study.variants).length * epochs;
  let done = 0;
  progress.line(
    `${study.question} ${data.train.labels.length.toLocaleString("en")} images, ${describeDevice(device)}, ${total} epochs in all`,
  );
  const runs: StudyRun[] = [];
  const started = runStudy(study, { seeds, epochs }, async (recipe, seed) => {
    await using prepared = prepareTraining(recipe, data, { seed, device, workers: 1 });
    const seen: EpochEvent[] = [];
    try {
      for await (const event of prepared.trainer.run()) {
        if (event.event === "epoch") {
          seen.push(event);
          done++;
        } else if (event.event === "step") {
          const part = event.images / data.train.labels.length;
          progress.show(`epoch ${event.epoch}/${epochs}  loss ${event.loss.toFixed(3)}`, done + part, total);
        }
      }
      return { epochs: seen, failure: null };
    } catch (error) {
      if (!(error instanceof AlexgradError)) throw error;
      return { epochs: seen, failure: error.message };
    } finally {
      prepared.options.optimizer.dispose();
      prepared.options.model.dispose();
    }
  });
  for await (const each of started) {
    runs.push(each);
    const top1 = each.epochs.at(-1)?.validation?.top1 ?? 0;
    progress.line(
      `${each.variant}, seed ${each.seed}: ${each.failure ?? `validation error ${formatPercent(1 - top1)}`}`,
    );
  }
  progress.clear();
  const results = summarizeStudy(study, runs);
  process.stdout.write(`${flags.json ? JSON.stringify({ study, results, runs }) : describe(study, results, epochs)}\n`);
}

function describe(study: Study, results: readonly VariantResult[], epochs: number): string {
  const rows = results.map(({ variant, errors, meanError, spread, trainError, epochsTo25, failed }) => [
    variant,
    errors.length === 0 ? "–" : `${formatPercent(meanError)} ± ${(100 * spread).toFixed(1)}`,
    errors.length === 0 ? "–" : formatPercent(trainError),
    epochsTo25 === null ? "–" : epochsTo25.toFixed(1),
    `${errors.length}${failed > 0 ? ` (${failed} failed)` : ""}`,
  ]);
  const head = ["", "validation error", "training error", "epochs to 25 % training error", "runs"];
  return [
    study.question,
    "",
    formatTable([head, ...rows]),
    "",
    `After ${epochs} epochs; mean ± standard deviation of a run.`,
    `Said of it: ${study.claim}`,
  ].join("\n");
}
