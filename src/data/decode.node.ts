import { FormatError } from "../core/errors.ts";
import { checkDecoding, type DecodedImage, type DecodeOptions } from "./decode.ts";
import { decodeInThread } from "./decodeThreads.node.ts";

/** Decodes an image as `Decoder.decode` does, in a thread and in at most 20 seconds.
 *  @param file the name for errors.
 *  @param bytes what the file holds: JPEG, PNG, WebP, BMP or GIF.
 *  @returns planar RGB, [3, h, w], 0…255.
 *  @throws FormatError if the bytes are no image, damaged or cut off, or the image is beyond the decoder's limits: 100
 *  megapixels, 65535 pixels a side, 512 MiB of memory, 20 seconds; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { readFile } from "node:fs/promises";
 *  import { decodeImage } from "alexgrad/data";
 *
 *  const image = await decodeImage("cat.png", await readFile("cat.png"), { size: 32 });
 *  console.log(image.shape, image.pixels.length); // [ 3, 32, 32 ] 3072
 *  ``` */
export async function decodeImage(file: string, bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedImage> {
  checkDecoding("decodeImage", file, bytes, options);
  const [decoded] = await decodeInThread([bytes], options);
  if ("reason" in decoded!) throw new FormatError(file, decoded.reason);
  return decoded!;
}
