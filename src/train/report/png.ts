import { encode } from "fast-png";
import type { Picture } from "./pictures.ts";

export function encodePng({ width, height, rgb }: Picture): Uint8Array {
  return encode({ width, height, data: rgb, channels: 3 });
}

/** For the `src` of a picture in a page. */
export function pngUri(picture: Picture): string {
  const characters = Array.from(encodePng(picture), (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(""))}`;
}
