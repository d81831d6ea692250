import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { encode as encodePng } from "fast-png";
import { Rng } from "../../src/core/rng.ts";

/** Of the stored images of AlexNet's data set. */
export const side = 256;

/** Some grain upon waves: neither empty nor noise alone, which no photograph is. @returns rows of red, green and blue. */
export function drawPicture(seed: number): Uint8Array {
  const rng = new Rng(seed);
  const waves = Array.from({ length: 3 }, () => [rng.uniform(0.01, 0.1), rng.uniform(0.01, 0.1), rng.uniform(0, 6)]);
  return Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    const [across, down, phase] = waves[i % 3];
    return 128 + 100 * Math.sin(across * x + down * y + phase) + rng.uniform(-10, 10);
  });
}

export function toPng(picture: Uint8Array): Uint8Array {
  return encodePng({ width: side, height: side, data: picture, channels: 3, depth: 8 });
}

/** By the library that decodes, which can write them too. */
export async function jpegEncoder(): Promise<(picture: Uint8Array) => Uint8Array> {
  const magick = await import("@imagemagick/magick-wasm");
  const wasm = createRequire(import.meta.url).resolve("@imagemagick/magick-wasm/magick.wasm");
  await magick.initializeImageMagick(readFileSync(wasm));
  const settings = new magick.MagickReadSettings({
    ...{ format: magick.MagickFormat.Rgb, width: side, height: side, depth: 8 },
  });
  return (picture) => {
    const image = magick.MagickImage.create();
    image.read(picture, settings);
    image.quality = 90;
    const bytes = image.write(magick.MagickFormat.Jpeg, (data) => data.slice());
    image.dispose();
    return bytes;
  };
}

/** As images are kept: [3, h, w]. */
export function toPlanar(picture: Uint8Array): Uint8Array {
  const plane = side * side;
  return Uint8Array.from(picture, (_, i) => picture[3 * (i % plane) + Math.floor(i / plane)]);
}
