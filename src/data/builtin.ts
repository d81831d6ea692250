import { choice, number } from "../core/kinds.ts";
import { checkInteger, checkOptions } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { nextTurn } from "../threads/timer.ts";
import { allocateImages } from "./allocate.ts";
import type { Dataset } from "./dataset.ts";
import { type Figure, figures } from "./figures.ts";

const SIZE = 32;
const PLANE = SIZE * SIZE;
/** Distance between samples: 3×3 of them per pixel make the edges smooth. */
const STEP = 1 / 3;
/** Least difference in brightness between a figure and what is behind it, of 255. */
const CONTRAST = 90;
/** Share of figures darker than their background: enough of them that brightness alone does not tell the class. */
const DARK_FIGURES = 0.2;

type Color = readonly [r: number, g: number, b: number];

/** Which images of the built-in data set. */
export interface BuiltinOptions {
  /** Number of images; the classes take turns. */
  readonly count: number;
  /** The seed of all that is random in them. Default: 0. */
  readonly seed?: number;
  /** Training and test images come from streams of their own. Default: "train". */
  readonly part?: "train" | "test";
}

/** The built-in data set: ten classes of shapes and textures, 32×32 RGB, drawn by code with random colors, scale,
 *  rotation, position, clutter and noise. Image i depends on seed, part and i alone, not on `count`.
 *  @returns the data set, [3, 32, 32] per image.
 *  @throws OptionError if `count` is not a whole number ≥ 1, or for an
 *  unknown option; FormatError if so many images have no room.
 *
 *  @example
 *  ```ts
 *  import { builtin } from "alexgrad/data";
 *
 *  const { shape, labels, classes } = builtin({ count: 20 });
 *  console.log(shape, labels.length, classes[0]); // [ 3, 32, 32 ] 20 disc
 *  ``` */
export function builtin(options: BuiltinOptions): Dataset {
  const { dataset, draw } = blank("builtin", options);
  for (let i = 0; i < dataset.labels.length; i++) draw(i);
  return dataset;
}

/** Milliseconds of drawing between two turns of the event loop. */
const slice = 25;

/** The images of `builtin`, drawn in pieces, so that a page stays responsive.
 *  @returns the data set, [3, 32, 32] per image.
 *  @throws ShapeError, FormatError or OptionError where `builtin` does.
 *
 *  @example
 *  ```ts
 *  import { builtinAsync } from "alexgrad/data";
 *
 *  const { shape, labels } = await builtinAsync({ count: 20, part: "test" });
 *  console.log(shape, labels.length); // [ 3, 32, 32 ] 20
 *  ``` */
export async function builtinAsync(options: BuiltinOptions): Promise<Dataset> {
  const { dataset, draw } = blank("builtinAsync", options);
  let start = performance.now();
  for (let i = 0; i < dataset.labels.length; i++) {
    draw(i);
    if (performance.now() - start < slice) continue;
    await nextTurn();
    start = performance.now();
  }
  return dataset;
}

/** A data set whose images are still to be drawn. */
function blank(who: string, options: BuiltinOptions): { dataset: Dataset; draw: (i: number) => void } {
  checkOptions(who, options, { count: number, seed: number, part: choice("train", "test") });
  const { count, seed = 0, part = "train" } = options;
  checkInteger(who, "count", count, 1);
  const images = allocateImages(`builtin ${part}`, count, [3, SIZE, SIZE]);
  const labels = Uint16Array.from({ length: count }, (_, i) => i % figures.length);
  const stream = new Rng(seed).fork("builtin", part);
  const draw = (i: number) =>
    drawImage(images.subarray(i * 3 * PLANE, (i + 1) * 3 * PLANE), figures[labels[i]], stream.fork(i));
  const classes = figures.map(({ name }) => name);
  return { dataset: { name: `builtin ${part}`, shape: [3, SIZE, SIZE], classes, images, labels }, draw };
}

function drawImage(out: Uint8Array, figure: Figure, rng: Rng): void {
  const [dark, bright] = contrastingColors(rng);
  const isDarkOnBright = rng.uniform() < DARK_FIGURES;
  const background = isDarkOnBright ? bright : dark;
  const foreground = isDarkOnBright ? dark : bright;

  const canvas = new Float32Array(3 * PLANE);
  background.forEach((value, channel) => {
    canvas.fill(value, channel * PLANE, (channel + 1) * PLANE);
  });
  for (let i = rng.int(4); i > 0; i--) {
    const speck = figures[rng.int(4)];
    const radius = rng.uniform(1.5, 3);
    paint(canvas, speck, randomColor(rng), 0.35, radius, rng);
  }
  paint(canvas, figure, foreground, 1, rng.uniform(10, 13.5), rng);

  for (let pixel = 0; pixel < PLANE; pixel++) {
    const noise = rng.uint32();
    for (let channel = 0; channel < 3; channel++) {
      const at = channel * PLANE + pixel;
      const deviation = ((noise >>> (8 * channel)) & 255) / 255 - 0.5;
      out[at] = Math.max(0, Math.min(255, Math.round(canvas[at] + 25 * deviation)));
    }
  }
}

/** Paints the figure at a random angle, in a random place that keeps its unit circle within the image. */
function paint(canvas: Float32Array, figure: Figure, color: Color, opacity: number, radius: number, rng: Rng): void {
  const centerX = rng.uniform(radius, SIZE - radius);
  const centerY = rng.uniform(radius, SIZE - radius);
  const angle = rng.uniform(0, 2 * Math.PI);
  const cos = Math.cos(angle) / radius;
  const sin = Math.sin(angle) / radius;
  const reach = figure.kind === "shape" ? radius : SIZE;
  const top = Math.max(0, Math.floor(centerY - reach));
  const bottom = Math.min(SIZE, Math.ceil(centerY + reach));
  const left = Math.max(0, Math.floor(centerX - reach));
  const right = Math.min(SIZE, Math.ceil(centerX + reach));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let hits = 0;
      for (let sampleY = y - centerY + STEP / 2; sampleY < y + 1 - centerY; sampleY += STEP) {
        for (let sampleX = x - centerX + STEP / 2; sampleX < x + 1 - centerX; sampleX += STEP) {
          if (figure.contains(cos * sampleX + sin * sampleY, cos * sampleY - sin * sampleX)) hits++;
        }
      }
      const alpha = opacity * hits * STEP ** 2;
      for (let channel = 0; channel < 3; channel++) {
        const at = channel * PLANE + y * SIZE + x;
        canvas[at] = canvas[at] + alpha * (color[channel] - canvas[at]);
      }
    }
  }
}

function contrastingColors(rng: Rng): readonly [dark: Color, bright: Color] {
  const first = randomColor(rng);
  let second = randomColor(rng);
  while (Math.abs(brightness(second) - brightness(first)) < CONTRAST) second = randomColor(rng);
  return brightness(first) < brightness(second) ? [first, second] : [second, first];
}

function randomColor(rng: Rng): Color {
  return [rng.int(256), rng.int(256), rng.int(256)];
}

function brightness([r, g, b]: Color): number {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}
