import type { Image } from "../../../src/data/resize.ts";
import type { Picture } from "../protocol.ts";

/** One channel is shown in gray. */
export function toPicture({ shape: [c, height, width], pixels }: Image): Picture {
  const plane = height * width;
  const rgba = new Uint8ClampedArray(4 * plane);
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) rgba[4 * i + channel] = pixels[Math.min(channel, c - 1) * plane + i];
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

/** Planar RGB; what is transparent lies on white. */
export function toImage({ width, height, rgba }: Picture): Image {
  const plane = height * width;
  const pixels = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    const alpha = rgba[4 * i + 3] / 255;
    for (let channel = 0; channel < 3; channel++) {
      pixels[channel * plane + i] = Math.round(255 + alpha * (rgba[4 * i + channel] - 255));
    }
  }
  return { shape: [3, height, width], pixels };
}
