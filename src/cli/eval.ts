import type { Command } from "commander";
import { AlexgradError } from "../core/errors.ts";
import { type Dataset, Loader, take, viewNames } from "../data/index.ts";
import { evaluate } from "../train/evaluate.ts";
import { prepareData } from "../train/prepare.node.ts";
import { intervalOf } from "../train/report/outcome.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { checkpointOptions, openCheckpoint } from "./checkpoint.ts";
import { describeData, describeNotes, orientOption, readData, readPath, type Source } from "./data.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { formatPercent } from "./format.ts";
import { counts, examples, type Flags, readChoice, readNumber, UsageError } from "./options.ts";
import { note, print } from "./output.ts";
import { Progress } from "./progress.ts";
import { checkPlace, checkSame } from "./resume.ts";

export function evalCommand(cli: Command): void {
  const command = cli
    .command("eval")
    .description("Measure a trained network: on its run's own validation images, or on other ones");
  checkpointOptions(command)
    .option(
      "--data <path>",
      "Other images, as for train: their test part, where they have one (default: the run's own validation images)",
    )
    .option("--limit <n>", "Take at most n images")
    .option("--views <name>", "Average over one, mirrored (2 views) or ten-crop (10 views) (default: as in training)")
    .option("--batch <n>", "Images at a time", "64");
  deviceOptions(orientOption(command))
    .optionsGroup("Options:")
    .option("--json", "Print JSON: count, loss, top1, top5")
    .addHelpText("after", examples("alexgrad eval --checkpoint runs/mine --data path/to/images"))
    .action(run);
}

/** Class names, the same however a system composes their letters. */
const classes = ({ classes }: { readonly classes: readonly string[] }) => classes.join().normalize("NFC");

async function run(flags: Flags): Promise<void> {
  const batchSize = readNumber(flags, "batch", counts);
  const chosen = flags.views === undefined ? undefined : readChoice(flags, "views", viewNames);
  const source = readPath(flags);
  if (flags.data === undefined && source.orient === false) {
    throw new UsageError("--no-orient: expected it with --data; the run's own images are measured as it had them");
  }
  await using opened = await openDevice(flags);
  const { device } = opened;
  const { config, model, transforms, isForeign } = await openCheckpoint(flags, device);
  if (isForeign && flags.data === undefined) {
    throw new UsageError(`--${flags.model === undefined ? "checkpoint" : "model"}: expected it with --data`);
  }
  const data =
    flags.data === undefined ? await readOwn(flags, source, config) : await readOther(source, config, isForeign);
  const loaders = transforms(chosen ?? config.recipe.views).map(
    (view) => new Loader(data, { batchSize, transforms: view }),
  );
  const progress = new Progress();
  const count = data.labels.length;
  const result = await evaluate(model, loaders, device, (done) =>
    progress.show(`${done}/${count} images`, done, count),
  );
  progress.clear();
  const { loss, top1, top5 } = result;
  const text = [
    describeData(data),
    `loss ${loss.toFixed(4)}  top-1 ${formatPercent(top1)} (95 % interval ${intervalOf(top1, count)})  top-5 ${formatPercent(top5)}`,
  ].join("\n");
  print(flags.json ? JSON.stringify(result) : text);
}

/** The images that the run was validated with. */
async function readOwn(flags: Flags, { limit }: Source, config: RunConfig): Promise<Dataset> {
  checkPlace(config, "train --resume RUN --data PATH notes where they are now; here, --data measures other images");
  const progress = new Progress();
  const data = await prepareData(config.recipe, config.data, config.seed, progress.reading).finally(() =>
    progress.clear(),
  );
  const { validation, sha256 } = data;
  for (const line of describeNotes(data)) note(line);
  checkSame(sha256, config, String(flags.checkpoint));
  return limit === null ? validation : take(validation, limit);
}

/** @param isForeign whether the network's classes have no names: then they are in the data's order. */
async function readOther(source: Source, config: RunConfig, isForeign: boolean): Promise<Dataset> {
  const [, h, w] = config.stored;
  const orient = source.orient ?? config.data.orient ?? true;
  const parts = await readData({ ...source, orient }, h === w ? h : undefined);
  for (const line of describeNotes(parts)) note(line);
  const data = parts.test ?? parts.train;
  if (parts.test === null) {
    note(`${data.name}: no part of it is kept for testing; all of it is measured, training images too`);
  }
  const hasClasses = isForeign ? data.classes.length === config.classes.length : classes(data) === classes(config);
  if (data.shape.join() !== config.stored.join() || !hasClasses) {
    const expected = isForeign ? `${config.classes.length} classes` : `the classes ${config.classes.join(", ")}`;
    throw new AlexgradError(
      `eval: expected images ${config.stored.join("×")} of ${expected}; got ${describeData(data)} (${data.classes.join(", ")})`,
    );
  }
  return data;
}
