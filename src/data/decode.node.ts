import { decode as decodeJpegBytes } from "jpeg-js";
import { PNG } from "pngjs";
import { FormatError } from "../core/errors.ts";
import { fitSquare, type Image } from "./resize.ts";

/** Larger images are refused: a few bytes can claim to be gigabytes. */
const MAX_MEGAPIXELS = 100;
const MAX_DECODER_MEGABYTES = 1024;

const PNG_SIGNATURE = "89504e470d0a1a0a";
const JPEG_SIGNATURE = "ffd8ff";
const PNG_HEADER_BYTES = 24;

/** Decodes a JPEG or PNG, told apart by their first bytes, to planar RGB, [3, h, w].
 *
 *  Grey becomes three equal channels, 16 bits become 8, what is transparent lies on white. The orientation that a camera
 *  notes in EXIF is not applied.
 *  @param file the name for errors.
 *  @param size cuts out the middle square and resizes it to size × size. Default: the image stays as it is.
 *  @throws FormatError if the bytes are neither, damaged or cut off, or the image has more than 100 megapixels. */
export function decodeImage(file: string, bytes: Uint8Array, size?: number): Image {
  const image = decodeAny(file, bytes);
  return size === undefined ? image : fitSquare(image, size);
}

function decodeAny(file: string, bytes: Uint8Array): Image {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signature = buffer.toString("hex", 0, 8);
  if (signature === PNG_SIGNATURE) return decodeWith("PNG", decodePng, file, buffer);
  if (signature.startsWith(JPEG_SIGNATURE)) return decodeWith("JPEG", decodeJpeg, file, buffer);
  const start = signature === "" ? "an empty file" : `bytes ${signature}`;
  throw new FormatError(file, `expected a JPEG or PNG image; got ${start}`, { offset: 0 });
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

function decodeWith(format: string, decode: (buffer: Buffer) => Rgba, file: string, buffer: Buffer): Image {
  let rgba: Rgba;
  try {
    rgba = decode(buffer);
    if (rgba.width * rgba.height === 0) throw new Error("it has no pixels");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(file, `is no ${format} that can be decoded: ${reason}`, { cause });
  }
  return toPlanar(rgba);
}

function decodePng(buffer: Buffer): Rgba {
  if (buffer.length < PNG_HEADER_BYTES) throw new Error("cut off");
  const width = buffer.readUInt32BE(16);
  const height = buffer.readUInt32BE(20);
  if (width * height > MAX_MEGAPIXELS * 1e6) {
    throw new Error(`${width}×${height} pixels are more than ${MAX_MEGAPIXELS} megapixels`);
  }
  return PNG.sync.read(buffer);
}

function decodeJpeg(buffer: Buffer): Rgba {
  return decodeJpegBytes(buffer, {
    useTArray: true,
    maxResolutionInMP: MAX_MEGAPIXELS,
    maxMemoryUsageInMB: MAX_DECODER_MEGABYTES,
  });
}

function toPlanar({ width, height, data }: Rgba): Image {
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    const alpha = data[4 * i + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) {
      pixels[channel * plane + i] = Math.round(255 + alpha * (data[4 * i + channel]! - 255));
    }
  }
  return { shape: [3, height, width], pixels };
}
