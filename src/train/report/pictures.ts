import type { Image } from "../../data/resize.ts";
import type { TensorData } from "../../io/safetensors.ts";

/** RGB, three bytes a pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const BACKGROUND = 238;

/** Images of one size side by side, each pixel `zoom` wide, with `gap` pixels between them. One channel is shown in gray. */
export function tile(
  images: readonly Image[],
  { columns, zoom = 1, gap = 1 }: { readonly columns: number; readonly zoom?: number; readonly gap?: number },
): Picture {
  const [c, h, w] = images[0].shape;
  const across = Math.min(columns, images.length);
  const width = across * (w * zoom + gap) - gap;
  const height = Math.ceil(images.length / across) * (h * zoom + gap) - gap;
  const rgb = new Uint8Array(3 * width * height).fill(BACKGROUND);
  images.forEach(({ pixels }, i) => {
    const left = (i % across) * (w * zoom + gap);
    const top = Math.floor(i / across) * (h * zoom + gap);
    for (let y = 0; y < h * zoom; y++) {
      for (let x = 0; x < w * zoom; x++) {
        const from = Math.floor(y / zoom) * w + Math.floor(x / zoom);
        const to = 3 * ((top + y) * width + left + x);
        for (let channel = 0; channel < 3; channel++) {
          rgb[to + channel] = pixels[Math.min(channel, c - 1) * h * w + from];
        }
      }
    }
  });
  return { width, height, rgb };
}

/** The filters of a convolution, [out, in, kh, kw]: in color where they see three channels, else one gray picture for each
 *  pair of channels. Each is stretched about zero, which is mid-gray, to its own largest weight.
 *  @param most how many at most. */
export function filterImages({ shape, data }: Pick<TensorData, "shape" | "data">, most = 256): Image[] {
  const [, channels, kh, kw] = shape as [number, number, number, number];
  const depth = channels === 3 ? 3 : 1;
  const size = depth * kh * kw;
  const count = Math.min(most, data.length / size);
  return Array.from({ length: count }, (_, i) => {
    const weights = Array.from(data.subarray(i * size, (i + 1) * size));
    const largest = weights.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
    return {
      shape: [depth, kh, kw],
      pixels: Uint8Array.from(weights, (value) => Math.round(127.5 + (127.5 * value) / largest)),
    };
  });
}

/** Each channel of an activation [c, h, w] in gray, from its lowest value to its highest. */
export function featureImages(data: ArrayLike<number>, [c, h, w]: readonly [number, number, number]): Image[] {
  return Array.from({ length: c }, (_, channel) => {
    const values = Array.from({ length: h * w }, (_, i) => data[channel * h * w + i]);
    const low = values.reduce((a, b) => Math.min(a, b));
    const range = values.reduce((a, b) => Math.max(a, b)) - low || 1;
    return { shape: [1, h, w], pixels: Uint8Array.from(values, (value) => Math.round((255 * (value - low)) / range)) };
  });
}
