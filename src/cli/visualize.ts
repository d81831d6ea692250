import { join } from "node:path";
import type { Command } from "commander";
import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { type Layer, trace } from "../models/trace.ts";
import type { Module } from "../nn/module.ts";
import { recipeTable } from "../train/build.ts";
import { featureImages, filterImages, type Picture, tile } from "../train/report/pictures.ts";
import { encodePng } from "../train/report/png.node.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { orientOption } from "./data.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { examples, type Flags, readText } from "./options.ts";
import { print } from "./output.ts";

export function visualizeCommand(cli: Command): void {
  const command = cli
    .command("visualize")
    .description("Write a trained network's filters, and what an image makes of them, as PNG")
    .option("--checkpoint <dir>", "Folder of a training run")
    .option("--image <file>", "A JPEG or PNG: the feature maps of each layer are written too")
    .option("--out <dir>", "Where to", "pictures");
  deviceOptions(orientOption(command))
    .optionsGroup("Options:")
    .option("--json", "Print JSON: for each picture its file, width and height")
    .addHelpText("after", examples("alexgrad visualize --checkpoint runs/mine --image cat.jpg --out pictures"))
    .action(run);
}

/** Pictures are about this wide. */
const width = 900;

async function run(flags: Flags): Promise<void> {
  await using opened = await openDevice(flags);
  const { config, model, readImage } = await openCheckpoint(flags, opened.device);
  const folder = readText(flags, "out") ?? "pictures";
  const image = readText(flags, "image");
  const input = image === undefined ? null : await readImage(image);
  makeFolder(folder);
  const layers = trace(recipeTable(config.recipe, { input: config.input, classes: config.classes.length }));
  const written: { file: string; width: number; height: number }[] = [];
  const write = async (pictures: AsyncIterable<Named>) => {
    for await (const [name, picture] of pictures) {
      const { width, height } = picture;
      const file = join(folder, `${name}.png`);
      await writeFileAtomic(file, encodePng(picture));
      written.push({ file, width, height });
      if (!flags.json) print(`${file}  ${width}×${height}`);
    }
  };
  await write(drawFilters(layers, model));
  if (input !== null) await write(drawFeatures(layers, model, input));
  if (flags.json) print(JSON.stringify(written));
}

type Named = readonly [name: string, picture: Picture];

async function* drawFilters(layers: readonly Layer[], model: Module): AsyncGenerator<Named, void, undefined> {
  const parameters = model.namedParameters();
  for (const { spec, name, key } of layers) {
    if (spec.kind !== "conv") continue;
    const weight = parameters.get(`${key}.weight`)!;
    const images = filterImages({ shape: weight.shape, data: await weight.data() });
    yield [`${name}-filters`, tile(images, { columns: 16, zoom: zoomFor(16, weight.shape[3]!), gap: 4 })];
  }
}

/** What each layer makes of an image, where that is a map. */
async function* drawFeatures(
  layers: readonly Layer[],
  model: Module,
  input: Tensor,
): AsyncGenerator<Named, void, undefined> {
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
    const images = featureImages(await output.data(), [c, h, w]);
    yield [name, tile(images, { columns, zoom: zoomFor(columns, w), gap: 2 })];
    output.dispose();
  }
}

function zoomFor(columns: number, size: number): number {
  return Math.max(1, Math.floor(width / columns / size));
}
