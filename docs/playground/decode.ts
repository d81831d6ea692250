import { FormatError } from "../../src/core/errors.ts";
import { imageFormat } from "../../src/data/imageFormat.ts";
import { wholePng } from "../../src/data/png.ts";
import type { Image } from "../../src/data/resize.ts";
import { isCutJpeg } from "./cutJpeg.ts";
import { toImage } from "./session/pictures.ts";

/** An image as the browser decodes it, turned as its camera noted. The library's own decoder is 15 MB.
 *  @throws FormatError if it is none, damaged, or cut off. */
export async function decodeImage(file: string, bytes: Uint8Array): Promise<Image> {
  const format = imageFormat(file, bytes);
  if (format === "JPEG" && isCutJpeg(bytes)) throw new FormatError(file, "is a JPEG whose end is missing");
  const whole = format === "PNG" ? wholePng(file, bytes) : bytes;
  const bitmap = await bitmapOf(file, new Blob([whole as BlobPart], { type: `image/${format.toLowerCase()}` }));
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d")!;
    context.drawImage(bitmap, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, width, height);
    return toImage({ width, height, rgba });
  } finally {
    bitmap.close();
  }
}

async function bitmapOf(file: string, blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  } catch (cause) {
    throw new FormatError(file, "is no image that this browser can decode", { cause });
  }
}
