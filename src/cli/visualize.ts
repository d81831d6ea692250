import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { MAX_IMAGE_BYTES } from "../data/fileSource.ts";
import { decodeImage, fitSquare } from "../data/index.node.ts";
import { makeFolder, writeFileAtomic } from "../io/files.node.ts";
import { readWhole } from "../io/open.node.ts";
import { type Layer, trace } from "../models/trace.ts";
import type { Module } from "../nn/module.ts";
import type { Interval } from "../train/interval.ts";
import { type Labeled, renderGallery, type Wall } from "../train/report/gallery.ts";
import { featureImages, filterImages, type Picture, tile } from "../train/report/pictures.ts";
import { encodePng, pngUri } from "../train/report/png.ts";
import { filterScales, rangesOf } from "../train/report/ranges.ts";
import { checkpointOptions, openCheckpoint } from "./checkpoint.ts";
import { orientOption } from "./data.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { examples, type Flags, readText } from "./options.ts";
import { print } from "./output.ts";

export function visualizeCommand(cli: Command): void {
  const command = cli
    .command("visualize")
    .description("Draw a trained network's filters, and what they make of an image: PNG files, and index.html");
  checkpointOptions(command)
    .option("--image <file>", "A JPEG or PNG: the feature maps of each layer are written too")
    .option("--out <dir>", "Folder that the pictures are written to", "pictures");
  deviceOptions(orientOption(command))
    .optionsGroup("Options:")
    .option("--json", "Print JSON: for each picture its file, width and height")
    .addHelpText("after", examples("alexgrad visualize --checkpoint runs/mine --image cat.jpg --out pictures"))
    .action(run);
}

/** Pictures are about this wide. */
const width = 900;

/** The image itself is not shown larger. */
const shownSide = 260;

async function run(flags: Flags): Promise<void> {
  await using opened = await openDevice(flags);
  const { model, table, readImage } = await openCheckpoint(flags, opened.device);
  const folder = readText(flags, "out") ?? "pictures";
  const image = readText(flags, "image");
  const input = image === undefined ? null : await readImage(image);
  makeFolder(folder);
  const layers = trace(table);
  const written: { file: string; width: number; height: number }[] = [];
  const walls: Wall[] = [];
  const write = async (all: AsyncIterable<Drawn>) => {
    for await (const { name, picture, title, scale, pictures } of all) {
      const { width, height } = picture;
      const file = join(folder, `${name}.png`);
      await writeFileAtomic(file, encodePng(picture));
      written.push({ file, width, height });
      walls.push({ title, scale, file: basename(file), pictures });
      if (!flags.json) print(`${file}  ${width}×${height}`);
    }
  };
  await write(drawFilters(layers, model));
  const filters = walls.splice(0);
  if (input !== null) await write(drawFeatures(layers, model, input));
  const index = join(folder, "index.html");
  const run = basename(resolve(readText(flags, "checkpoint") ?? ""));
  const shown = image === undefined || input === null ? [] : [await drawFile(image), await drawInput(input)];
  const title = image === undefined ? `The filters of ${run}` : `What ${run} sees in ${basename(image)}`;
  await writeFileAtomic(index, renderGallery({ title, input: shown, walls: [...walls, ...filters] }));
  print(flags.json ? JSON.stringify(written) : `Look at ${index}, where each has its number, shape and scale.`);
}

/** A picture of its own file, and the same in labeled parts. */
interface Drawn extends Omit<Wall, "file"> {
  readonly name: string;
  readonly picture: Picture;
}

/** The image as it lies in its file, cut to its middle square. */
async function drawFile(file: string): Promise<Labeled> {
  const decoded = await decodeImage(file, await readWhole(file, MAX_IMAGE_BYTES, { followLink: true }));
  const [, h, w] = decoded.shape;
  const square = fitSquare(decoded, Math.min(h, w, shownSide));
  return {
    picture: pngUri(tile([square], { columns: 1 })),
    label: `${basename(file)}, ${w} × ${h} pixels; its middle`,
  };
}

/** The image as the network gets it. */
async function drawInput(input: Tensor): Promise<Labeled> {
  const data = await input.data();
  const [, c, h, w] = input.shape as [number, number, number, number];
  // All channels have one scale, so that colors stay recognizable.
  const [long] = featureImages(data, [1, c * h, w]);
  const { low, high } = rangesOf(data, data.length)[0];
  const picture = tile([{ shape: [c, h, w], pixels: long!.pixels }], { columns: 1 });
  return {
    picture: pngUri(picture),
    label: `as the network gets it: ${c}×${h}×${w}; darkest ${short(low)}, brightest ${short(high)}`,
  };
}

async function* drawFilters(layers: readonly Layer[], model: Module): AsyncGenerator<Drawn, void, undefined> {
  const parameters = model.namedParameters();
  for (const { spec, name, key } of layers) {
    if (spec.kind !== "conv") continue;
    const weight = parameters.get(`${key}.weight`)!;
    const filters = { shape: weight.shape, data: await weight.data() };
    const images = filterImages(filters);
    const [, channels, kh, kw] = weight.shape as [number, number, number, number];
    const scales = filterScales(filters);
    const isColor = channels === 3;
    const count = isColor ? weight.shape[0] : weight.shape[0] * channels;
    const first = images.length < count ? `; the first ${images.length} of ${count} are shown` : "";
    const seen = isColor ? "in color" : "each for one channel of its input";
    yield {
      name: `${name}-filters`,
      picture: tile(images, { columns: 16, zoom: zoomFor(16, kw), gap: 4 }),
      title: `${name}: filters, ${weight.shape.join("×")}`,
      scale: `${kh}×${kw} weights, ${seen}: mid-gray is 0, white the amount below the picture, black its negative${first}.`,
      pictures: images.map((image, i) => ({
        picture: pngUri(tile([image], { columns: 1 })),
        label: `${isColor ? i : `${Math.floor(i / channels)}, input ${i % channels}`}: ±${short(scales[i])}`,
      })),
    };
  }
}

/** What each layer makes of an image, where that is a map. */
async function* drawFeatures(
  layers: readonly Layer[],
  model: Module,
  input: Tensor,
): AsyncGenerator<Drawn, void, undefined> {
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
    const data = await output.data();
    const images = featureImages(data, [c, h, w]);
    const ranges = rangesOf(data, h * w);
    yield {
      name,
      picture: tile(images, { columns, zoom: zoomFor(columns, w), gap: 2 }),
      title: `${name}: ${c} channels of ${h}×${w}`,
      scale: "Below each channel its number, then the value that is black and the one that is white.",
      pictures: images.map((image, i) => ({
        picture: pngUri(tile([image], { columns: 1 })),
        label: `${i}: ${rangeText(ranges[i])}`,
      })),
    };
    output.dispose();
  }
}

function rangeText({ low, high }: Interval): string {
  return low === high ? `${short(low)} everywhere` : `${short(low)} to ${short(high)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(2))).replace("-", "−");
}

function zoomFor(columns: number, size: number): number {
  return Math.max(1, Math.floor(width / columns / size));
}
