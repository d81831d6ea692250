import type { CAC } from "cac";
import { AlexgradError } from "../core/errors.ts";
import { Loader, viewNames } from "../data/index.ts";
import { evaluate } from "../train/evaluate.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { describeData, describeNotes, orientOption, readData, readPath } from "./data.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { formatPercent } from "./format.ts";
import { counts, type Flags, readChoice, readNumber } from "./options.ts";
import { note, print } from "./output.ts";
import { Progress } from "./progress.ts";

export function evalCommand(cli: CAC): void {
  const command = cli
    .command("eval", "Measure a trained network on a data set: its test part, where it has one")
    .option("--checkpoint <dir>", "Folder of a training run")
    .option("--data <path>", "As for train", { default: "builtin" })
    .option("--limit <n>", "Take at most n images")
    .option("--views <name>", "Average over one, mirrored (2 views) or ten-crop (10 views) (default: as in training)")
    .option("--batch <n>", "Images at a time", { default: 64 });
  deviceOptions(orientOption(command))
    .option("--json", "Print JSON: count, loss, top1, top5")
    .example("alexgrad eval --checkpoint runs/mine --data path/to/images")
    .action(run);
}

/** However a system composes their letters. */
const classes = ({ classes }: { readonly classes: readonly string[] }) => classes.join().normalize("NFC");

async function run(flags: Flags): Promise<void> {
  const batchSize = readNumber(flags, "batch", counts);
  const chosen = flags.views === undefined ? undefined : readChoice(flags, "views", viewNames);
  const source = readPath(flags);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const { config, model, transforms } = await openCheckpoint(flags, device);
  const [, h, w] = config.stored;
  const orient = source.orient ?? config.data.orient ?? true;
  const parts = await readData({ ...source, orient }, h === w ? h : undefined);
  for (const line of describeNotes(parts)) note(line);
  const data = parts.test ?? parts.train;
  if (parts.test === null) {
    note(`${data.name}: no part of it is kept for testing; all of it is measured, training images too`);
  }
  if (data.shape.join() !== config.stored.join() || classes(data) !== classes(config)) {
    throw new AlexgradError(
      `eval: expected images ${config.stored.join("×")} of the classes ${config.classes.join(", ")}; got ${describeData(data)} (${data.classes.join(", ")})`,
    );
  }
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
  const text = `${describeData(data)}\nloss ${loss.toFixed(4)}  top-1 ${formatPercent(top1)}  top-5 ${formatPercent(top5)}`;
  print(flags.json ? JSON.stringify(result) : text);
}
