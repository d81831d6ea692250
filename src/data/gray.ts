import type { Image } from "./resize.ts";

/** One channel in place of three: the luma of ITU-R BT.601, rounded, so that what is gray keeps its level. */
export function toGray({ shape: [, h, w], pixels }: Image): Image {
  const plane = h * w;
  const luma = (i: number) => 0.299 * pixels[i] + 0.587 * pixels[plane + i] + 0.114 * pixels[2 * plane + i];
  return { shape: [1, h, w], pixels: Uint8Array.from({ length: plane }, (_, i) => Math.round(luma(i))) };
}
