import type { Command } from "commander";
import { modelOptions } from "./checkpoint.ts";
import { exportOnnx, exportSafetensors, onnxOptions } from "./exportModel.ts";
import { exportTorch, torchOptions } from "./exportTorch.ts";
import { examples, type Flags, readChoice, readText, UsageError } from "./options.ts";

/** Each writes what it is given to --out, and prints what it wrote. */
const formats = { onnx: exportOnnx, safetensors: exportSafetensors, torch: exportTorch };
type Format = keyof typeof formats;

/** Options that say nothing for the other formats. */
const own: Readonly<Record<Format, readonly string[]>> = {
  onnx: ["batch", "decomposeLrn", "externalData", "model", "map", "mean", "std"],
  safetensors: ["model", "map"],
  torch: ["restart", "epochs", "trainBatch", "data"],
};

export function exportCommand(cli: Command): void {
  const command = cli
    .command("export <checkpoint>")
    .description(
      "Write a trained network for other programs: its layers and weights (onnx), its weights (safetensors), or a training that goes on in PyTorch (torch)",
    )
    .option("--to <format>", "onnx, safetensors or torch")
    .option("--out <path>", "File to write, one that is there is replaced; for torch a folder, new or empty");
  torchOptions(onnxOptions(modelOptions(command)))
    .optionsGroup("Options:")
    .option("--json", "Print JSON: what was written")
    .addHelpText(
      "after",
      examples(
        "alexgrad export runs/mine --to onnx --out mine.onnx",
        "alexgrad export alexnet.pth --model torchvision --to onnx --out alexnet.onnx",
        "alexgrad export runs/mine --to safetensors --out mine.safetensors",
        "alexgrad export runs/mine --to torch --out mine-torch",
      ),
    )
    .action(run);
}

async function run(checkpoint: string, flags: Flags, command: Command): Promise<void> {
  const format = readChoice(flags, "to", Object.keys(formats) as Format[]);
  const out = readText(flags, "out");
  if (out === undefined) throw new UsageError("--out: expected where to write");
  for (const option of command.options) {
    const name = option.attributeName();
    const others = (Object.keys(own) as Format[]).filter((each) => own[each].includes(name));
    if (others.length === 0 || others.includes(format) || command.getOptionValueSource(name) !== "cli") continue;
    throw new UsageError(`${option.long}: expected it with --to ${others.join(" or ")}`);
  }
  await formats[format](checkpoint, out, flags);
}
