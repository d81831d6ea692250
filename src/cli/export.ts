import { statSync } from "node:fs";
import type { Command } from "commander";
import { reference } from "../devices/reference.ts";
import { saveSafetensors } from "../io/index.node.ts";
import { saveOnnx } from "../onnx/index.node.ts";
import { modelOptions, openCheckpoint } from "./checkpoint.ts";
import { counts, examples, type Flags, readChoice, readNumber, readText, UsageError } from "./options.ts";
import { note, print } from "./output.ts";
import { encodePreprocessing } from "./preprocessing.ts";

export function exportCommand(cli: Command): void {
  const command = cli
    .command("export <checkpoint>")
    .description(
      "Write a trained network for other programs: its layers and weights (onnx), or its weights (safetensors)",
    )
    .option("--to <format>", "onnx or safetensors")
    .option("--out <file>", "File to write; one that is there is replaced");
  modelOptions(command)
    .optionsGroup("Options for ONNX:")
    .option("--batch <n>", "Images at a time, or dynamic", "dynamic")
    .option("--decompose-lrn", "Write local response normalization in elementary operators")
    .option("--external-data", "Put the weights into a file of their own, <file>.data")
    .optionsGroup("Options:")
    .option("--json", "Print JSON: files, and their bytes")
    .addHelpText(
      "after",
      examples(
        "alexgrad export runs/mine --to onnx --out mine.onnx",
        "alexgrad export alexnet.pth --model torchvision --to onnx --out alexnet.onnx",
        "alexgrad export runs/mine --to safetensors --out mine.safetensors",
      ),
    )
    .action(run);
}

type Opened = Awaited<ReturnType<typeof openCheckpoint>>;

/** Each writes a network, and returns the files' names. */
const formats = { onnx: exportOnnx, safetensors: exportSafetensors };
type Format = keyof typeof formats;

async function run(checkpoint: string, flags: Flags, command: Command): Promise<void> {
  const format = readChoice(flags, "to", Object.keys(formats) as Format[]);
  const out = readText(flags, "out");
  if (out === undefined) throw new UsageError("--out: expected the file to write");
  const idle = ["batch", "decomposeLrn", "externalData"].find(
    (option) => format !== "onnx" && command.getOptionValueSource(option) === "cli",
  );
  const names = new Map(command.options.map((option) => [option.attributeName(), option.long]));
  if (idle !== undefined) throw new UsageError(`${names.get(idle)}: expected it with --to onnx`);
  const batch = flags.batch === "dynamic" ? "dynamic" : readNumber(flags, "batch", counts);
  const opened = await openCheckpoint({ ...flags, checkpoint }, reference());
  const files = await formats[format](opened, out, { ...flags, batch });
  const written = files.map((file) => ({ file, bytes: statSync(file).size }));
  print(
    flags.json
      ? JSON.stringify({ files: written })
      : written.map(({ file, bytes }) => `${file}: ${bytes} bytes`).join("\n"),
  );
}

async function exportSafetensors({ model }: Opened, out: string): Promise<string[]> {
  await saveSafetensors(out, await model.state(), { format: "pt" });
  return [out];
}

async function exportOnnx({ model, table, config, statistics }: Opened, out: string, flags: Flags): Promise<string[]> {
  const preprocessing = encodePreprocessing(config.recipe, config.stored, statistics);
  if (preprocessing === null)
    note("what is done to images is not in the file: it needs the mean of all training images");
  const externalData = flags.externalData === true;
  await saveOnnx(out, table, await model.state(), {
    batch: flags.batch as number | "dynamic",
    decomposeLrn: flags.decomposeLrn === true,
    externalData,
    metadata: { classes: JSON.stringify(config.classes), ...preprocessing },
  });
  return externalData ? [out, `${out}.data`] : [out];
}
