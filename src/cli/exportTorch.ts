import type { Command } from "commander";
import { reference } from "../devices/reference.ts";
import { type TorchChanges, exportTorch as writeTorch } from "../torch/export.node.ts";
import { prepareData } from "../train/prepare.node.ts";
import { Run } from "../train/run.node.ts";
import { describeNotes } from "./data.ts";
import { counts, type Flags, readOptional, readText, repeats } from "./options.ts";
import { note, print } from "./output.ts";
import { Progress } from "./progress.ts";
import { asUsage, checkPlace, checkSame, storedPath } from "./resume.ts";
import { describeCount } from "./trainText.ts";

/** The options that `exportTorch` reads. */
export function torchOptions(command: Command): Command {
  return command
    .optionsGroup("With --to torch:")
    .option("--restart", "Begin the training anew, with the weights that its seed draws (default: go on with it)")
    .option("--epochs <n>", "Epochs of the training (default: the run's)")
    .option("--train-batch <n>", "Images per step, of all processes together (default: the run's)")
    .option("--data <path>", "Where the run's images are now, if they were moved");
}

/** Hands a run over to PyTorch. */
export async function exportTorch(path: string, folder: string, flags: Flags): Promise<void> {
  const changes: TorchChanges = {
    restart: flags.restart === true,
    ...given("epochs", readOptional(flags, "epochs", repeats)),
    ...given("batch", readOptional(flags, "train-batch", counts)),
  };
  using run = await Run.open(path);
  const moved = readText(flags, "data");
  const config = {
    ...run.config,
    data: { ...run.config.data, ...(moved !== undefined && { path: storedPath(moved) }) },
  };
  checkPlace(config);
  const progress = new Progress();
  const data = await prepareData(config.recipe, config.data, config.seed, progress.reading).finally(() =>
    progress.clear(),
  );
  for (const line of describeNotes(data)) note(line);
  checkSame(data.sha256, config, path);
  const { images, batch, epochs } = await writeTorch(run, data, folder, reference(), changes).catch(asUsage);
  const result = { folder, images, batch, epochs };
  if (flags.json) return print(JSON.stringify(result));
  const counted = describeCount(images.train + images.validation);
  print(`${folder}: ${counted}, batches of ${batch}, ${epochs} epochs; its README.md says how to start it`);
}

function given<Name extends string>(name: Name, value: number | undefined) {
  return value === undefined ? {} : { [name]: value };
}
