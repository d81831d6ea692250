import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CAC } from "cac";
import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { reading } from "../data/bytes.node.ts";
import { writeFileAtomic } from "../io/files.node.ts";
import { trace } from "../models/trace.ts";
import { recipeTable } from "../train/build.ts";
import { featureImages, filterImages, type Picture, tile } from "../train/report/pictures.ts";
import { encodePng } from "../train/report/png.node.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { type Flags, readText } from "./options.ts";

export function visualizeCommand(cli: CAC): void {
  const command = cli
    .command("visualize", "Write a trained network's filters, and what an image makes of them, as PNG")
    .option("--checkpoint <dir>", "Folder of a training run")
    .option("--image <file>", "A JPEG or PNG: the feature maps of each layer are written too")
    .option("--out <dir>", "Where to", { default: "pictures" });
  deviceOptions(command)
    .example("alexgrad visualize --checkpoint runs/mine --image cat.jpg --out pictures")
    .action(run);
}

/** Pictures are about this wide. */
const width = 900;

async function run(flags: Flags): Promise<void> {
  await using opened = await openDevice(flags);
  const { config, model, readImage } = await openCheckpoint(flags, opened.device);
  const folder = readText(flags, "out") ?? "pictures";
  mkdirSync(folder, { recursive: true });
  const write = async (name: string, picture: Picture) => {
    const file = join(folder, `${name}.png`);
    await writeFileAtomic(file, encodePng(picture));
    process.stdout.write(`${file}  ${picture.width}×${picture.height}\n`);
  };
  const layers = trace(recipeTable(config.recipe, { input: config.input, classes: config.classes.length }));
  const parameters = model.namedParameters();
  for (const { spec, name, key } of layers) {
    if (spec.kind !== "conv") continue;
    const weight = parameters.get(`${key}.weight`)!;
    const images = filterImages({ shape: weight.shape, data: await weight.data() });
    await write(`${name}-filters`, tile(images, { columns: 16, zoom: zoomFor(16, weight.shape[3]!), gap: 4 }));
  }
  const file = readText(flags, "image");
  if (file === undefined) return;
  const input = readImage(file, await reading(file, readFile(file)));
  const modules = model.namedModules();
  const maps = scope(() => {
    const seen: { name: string; output: Tensor }[] = [];
    const removers = layers.map(({ name, key }) =>
      modules.get(key)!.registerForwardHook((_, __, output) => {
        if (output.rank === 4) seen.push({ name, output: output.detach() });
        return undefined;
      }),
    );
    noGrad(() => model.forward(input));
    for (const remove of removers) remove();
    return seen;
  });
  for (const { name, output } of maps) {
    const [, c, h, w] = output.shape as [number, number, number, number];
    const columns = Math.ceil(Math.sqrt(c));
    await write(
      name,
      tile(featureImages(await output.data(), [c, h, w]), { columns, zoom: zoomFor(columns, w), gap: 2 }),
    );
    output.dispose();
  }
}

function zoomFor(columns: number, size: number): number {
  return Math.max(1, Math.floor(width / columns / size));
}
