import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { Rng } from "../core/rng.ts";
import { tensor } from "../create.ts";
import type { Dataset } from "../data/dataset.ts";
import { MAX_IMAGE_BYTES } from "../data/fileSource.ts";
import { toGray } from "../data/gray.ts";
import { decodeImage, evalViews, fitSquare, Loader, makeTransform, resize, type ViewName } from "../data/index.node.ts";
import type { Device } from "../devices/device.ts";
import { readWhole } from "../io/open.node.ts";
import { recipeModel, recipeTable } from "../train/build.ts";
import { recipePipeline } from "../train/pipeline.ts";
import { Run } from "../train/run.node.ts";
import { openForeign } from "./foreign.ts";
import { isOnnx } from "./loadWeights.ts";
import { openOnnx } from "./onnxNetwork.ts";
import { type Flags, readText, UsageError } from "./options.ts";
import { mapHelp } from "./weights.ts";

/** The options that `openCheckpoint` reads. */
export function checkpointOptions(command: Command): Command {
  return modelOptions(
    command.option(
      "--checkpoint <path>",
      "Folder of a training run, a file of weights in it, an ONNX file, or any file of weights with --model",
    ),
  );
}

/** What says of a file of weights what its run does not. */
export function modelOptions(command: Command): Command {
  return command
    .option("--model <name>", "The network whose weights the file has, if no run beside it says so")
    .option("--map <file>", `With --model: ${mapHelp}`)
    .option("--mean <numbers>", "With --model or ONNX: mean of the images that it was trained on (default: ImageNet's)")
    .option(
      "--std <numbers>",
      "With --model or ONNX: deviation of the images that it was trained on (default: ImageNet's)",
    );
}

/** The network that --checkpoint names, with its run's best weights or those of a file, and how images are prepared for
 *  it. */
export async function openCheckpoint(flags: Flags, device: Device) {
  const path = readText(flags, "checkpoint");
  if (path === undefined) throw new UsageError("--checkpoint: expected the folder of a training run");
  const name = readText(flags, "model");
  const isForeign = name !== undefined || isOnnx(path);
  const wrong = ["map", "mean", "std"].find((each) => {
    return flags[each] !== undefined && (each === "map" ? name === undefined : !isForeign);
  });
  if (wrong !== undefined)
    throw new UsageError(`--${wrong}: expected it with --model${wrong === "map" ? "" : " or an ONNX file"}`);
  const open = name !== undefined ? openForeign : isOnnx(path) ? openOnnx : openRun;
  const { config, model, table, statistics } = await open(flags, path, device);
  const { recipe, stored, classes } = config;
  model.eval();
  const pipeline = recipePipeline(recipe.pipeline, stored);
  const transforms = (views: ViewName) =>
    evalViews(pipeline, views).map((specs) => specs.map((spec) => makeTransform(spec, statistics)));

  /** A batch of one: cut to the stored images' proportions, resized, and transformed as in training. */
  const readImage = async (file: string) => {
    const [c, h, w] = stored;
    const bytes = await readWhole(file, MAX_IMAGE_BYTES, { followLink: true });
    const decoded = await decodeImage(file, bytes, { orient: flags.orient !== false && config.data.orient !== false });
    const fitted = h === w ? fitSquare(decoded, h) : resize(decoded, h, w);
    const { pixels } = c === 1 ? toGray(fitted) : fitted;
    const one: Dataset = { name: file, shape: stored, classes, images: pixels, labels: Uint16Array.of(0) };
    const [batch] = [...new Loader(one, { batchSize: 1, transforms: transforms("one")[0] }).epoch()];
    return tensor(batch!.images, batch!.shape, { device });
  };
  return { config, model, table, statistics, transforms, readImage, isForeign };
}

/** @param path the run's folder, or a file in it. */
async function openRun(_flags: Flags, path: string, device: Device) {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const folder = isFile ? dirname(path) : path;
  if (isFile && !existsSync(join(folder, "config.json"))) {
    throw new UsageError(`--checkpoint: ${path}: there is no config.json beside it; --model says whose weights it has`);
  }
  const run = await Run.open(folder);
  const { recipe, input, classes, seed } = run.config;
  const task = { input, classes: classes.length };
  const model = recipeModel(recipe, task, { device, rng: new Rng(seed), skipInit: true });
  if (isFile) await run.loadWeights(model, path);
  else await run.loadBest(model);
  return { config: run.config, model, table: recipeTable(recipe, task), statistics: run.statistics };
}
