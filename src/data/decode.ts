import type { IMagickImage, MagickError } from "@imagemagick/magick-wasm";
import { FormatError } from "../core/errors.ts";
import { type ImageFormat, imageFormat, withEndChunk } from "./imageFormat.ts";
import { LIMITS_TEXT, loadMagick, type Magick } from "./magick.ts";
import { fitSquare, type Image } from "./resize.ts";

export interface DecodeOptions {
  /** Cuts out the middle square of the image and resizes it to size × size. Default: the image stays as it is. */
  readonly size?: number | undefined;
  /** Whether to turn the image as its camera noted in EXIF. Default true. */
  readonly orient?: boolean | undefined;
}

/** Decodes images with ImageMagick. */
export class Decoder {
  readonly #magick: Magick;

  private constructor(magick: Magick) {
    this.#magick = magick;
  }

  /** @param wasm the file `magick.wasm` of the package `@imagemagick/magick-wasm`. */
  static async load(wasm: Uint8Array): Promise<Decoder> {
    return new Decoder(await loadMagick(wasm));
  }

  /** Decodes a JPEG, PNG, WebP, BMP or GIF (its first frame), told apart by their first bytes, to planar RGB, [3, h, w].
   *
   *  Grey becomes three equal channels, CMYK becomes RGB, 16 bits become 8, what is transparent lies on white.
   *  @param file the name for errors.
   *  @throws FormatError if the bytes are none of these, damaged or cut off, or the image is beyond `limits`; any other
   *  error means that the decoder itself broke and must not be used again. */
  decode(file: string, bytes: Uint8Array, { size, orient = true }: DecodeOptions = {}): Image {
    const format = imageFormat(file, bytes);
    const image = this.#read(file, format, format === "PNG" ? withEndChunk(bytes) : bytes, orient);
    return size === undefined ? image : fitSquare(image, size);
  }

  #read(file: string, format: ImageFormat, bytes: Uint8Array, orient: boolean): Image {
    const { ColorSpace, MagickError, MagickImage, MagickReadSettings } = this.#magick;
    const image = MagickImage.create();
    const warnings: MagickError[] = [];
    image.onWarning = ({ error }) => warnings.push(error, ...error.relatedErrors);
    try {
      image.read(bytes, new MagickReadSettings({ format, frameIndex: 0, frameCount: 1 }));
      const damage = warnings.map(reasonOf).find((reason) => !isHarmless(format, reason));
      if (damage !== undefined) throw new FormatError(file, `is no ${format} that can be decoded: ${damage}`);
      if (image.colorSpace === ColorSpace.CMYK) image.colorSpace = ColorSpace.sRGB;
      if (orient) image.autoOrient();
      return toPlanar(image);
    } catch (cause) {
      if (!(cause instanceof MagickError)) throw cause;
      throw new FormatError(file, `is no ${format} that can be decoded: ${explain(reasonOf(cause))}`, { cause });
    } finally {
      image.dispose();
    }
  }
}

/** What ImageMagick says, without the place in its source. */
function reasonOf({ message }: MagickError): string {
  return message.replace(/\s*[`'"@].*$/s, "");
}

/** Warnings after which every pixel is there all the same. libpng makes an error of pixels that are missing. */
function isHarmless(format: ImageFormat, warning: string): boolean {
  if (format === "PNG") return true;
  return format === "JPEG" && /extraneous bytes before marker|JFIF revision|Adobe color transform/i.test(warning);
}

function explain(reason: string): string {
  const isLimit = /Exhausted|ExceedsLimit|MemoryAllocation|allocate|memory/i.test(reason);
  return isLimit ? `it is beyond the limits of ${LIMITS_TEXT} (${reason})` : reason;
}

/** So many pixels leave ImageMagick at a time. */
const STRIP_PIXELS = 2 ** 20;

function toPlanar(image: IMagickImage): Image {
  const { width, height, hasAlpha } = image;
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  const channels = hasAlpha ? 4 : 3;
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  image.getPixels((source) => {
    for (let top = 0; top < height; top += rows) {
      const strip = source.toByteArray(0, top, width, Math.min(rows, height - top), hasAlpha ? "RGBA" : "RGB")!;
      const start = top * width;
      const count = strip.length / channels;
      for (let channel = 0; channel < 3; channel++) {
        const offset = channel * plane + start;
        for (let i = 0; i < count; i++) {
          const value = strip[channels * i + channel]!;
          pixels[offset + i] = hasAlpha ? onWhite(value, strip[4 * i + 3]! / 255) : value;
        }
      }
    }
  });
  return { shape: [3, height, width], pixels };
}

function onWhite(value: number, alpha: number): number {
  return Math.round(255 + alpha * (value - 255));
}
