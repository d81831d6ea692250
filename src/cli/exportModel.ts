import { statSync } from "node:fs";
import type { Command } from "commander";
import { reference } from "../devices/reference.ts";
import { saveSafetensors } from "../io/index.node.ts";
import { saveOnnx } from "../onnx/index.node.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { counts, type Flags, readNumber } from "./options.ts";
import { note, print } from "./output.ts";
import { encodePreprocessing } from "./preprocessing.ts";

/** The options that `exportOnnx` reads. */
export function onnxOptions(command: Command): Command {
  return command
    .optionsGroup("With --to onnx:")
    .option("--batch <n>", "Images at a time, or dynamic", "dynamic")
    .option("--decompose-lrn", "Write local response normalization in elementary operators")
    .option("--external-data", "Put the weights into a file of their own, <out>.data");
}

export async function exportSafetensors(checkpoint: string, out: string, flags: Flags): Promise<void> {
  const { model } = await openCheckpoint({ ...flags, checkpoint }, reference());
  await saveSafetensors(out, await model.state(), { format: "pt" });
  printFiles(flags, [out]);
}

export async function exportOnnx(checkpoint: string, out: string, flags: Flags): Promise<void> {
  const batch = flags.batch === "dynamic" ? "dynamic" : readNumber(flags, "batch", counts);
  const { model, table, config, statistics } = await openCheckpoint({ ...flags, checkpoint }, reference());
  const preprocessing = encodePreprocessing(config.recipe, config.stored, statistics);
  if (preprocessing === null) {
    note("what is done to images is not in the file: it needs the mean of all training images");
  }
  const externalData = flags.externalData === true;
  await saveOnnx(out, table, await model.state(), {
    batch,
    decomposeLrn: flags.decomposeLrn === true,
    externalData,
    metadata: { classes: JSON.stringify(config.classes), ...preprocessing },
  });
  printFiles(flags, externalData ? [out, `${out}.data`] : [out]);
}

function printFiles(flags: Flags, names: readonly string[]): void {
  const files = names.map((file) => ({ file, bytes: statSync(file).size }));
  print(flags.json ? JSON.stringify({ files }) : files.map(({ file, bytes }) => `${file}: ${bytes} bytes`).join("\n"));
}
