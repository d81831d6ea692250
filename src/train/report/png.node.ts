import { PNG } from "pngjs";
import type { Picture } from "./pictures.ts";

export function encodePng({ width, height, rgb }: Picture): Uint8Array {
  const png = new PNG({ width, height, colorType: 2 });
  for (let i = 0; i < width * height; i++) {
    png.data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
    png.data[4 * i + 3] = 255;
  }
  return PNG.sync.write(png, { colorType: 2 });
}

/** For the `src` of a picture in a page. */
export function pngUri(picture: Picture): string {
  return `data:image/png;base64,${Buffer.from(encodePng(picture)).toString("base64")}`;
}
