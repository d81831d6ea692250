import { Rng } from "../core/rng.ts";
import type { Device } from "../devices/device.ts";
import { buildModel } from "../models/index.ts";
import { loadOnnx } from "../onnx/index.node.ts";
import { checkFinite } from "../train/finite.ts";
import { findRecipe } from "../train/recipes/index.ts";
import { naming } from "../train/run.node.ts";
import { foreignConfig, numbered, readStatistics } from "./foreign.ts";
import type { Flags } from "./options.ts";
import { note } from "./output.ts";
import { readClasses, readPreprocessing } from "./preprocessing.ts";

/** A network that an ONNX file holds, with its weights. What was done to its images is in the file if we wrote it, else --mean and
 *  --std say it. */
export async function openOnnx(flags: Flags, path: string, device: Device) {
  const { table, tensors, metadata } = await loadOnnx(path);
  checkFinite(path, tensors);
  const model = buildModel(table, { device, rng: new Rng(0), skipInit: true });
  naming(path, () => model.load(tensors));
  const { input, classes } = table;
  const isGiven = flags.mean !== undefined || flags.std !== undefined;
  const noted = isGiven ? null : readPreprocessing(path, metadata);
  if (noted === null && !isGiven) {
    note(
      `${path}: does not say what was done to its images: ImageNet's mean and deviation are taken; --mean and --std give others`,
    );
  }
  const config = foreignConfig(path, noted?.recipe ?? { ...findRecipe("default"), name: "onnx" }, {
    input,
    ...(noted && { stored: noted.stored }),
    classes: readClasses(path, metadata, classes) ?? numbered(classes),
  });
  const plain = { mean: new Array(input[0]).fill(0), std: new Array(input[0]).fill(1) };
  return { config, model, table, statistics: noted === null ? readStatistics(flags, input[0]) : plain };
}
