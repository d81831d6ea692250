import type { IMagickImage, MagickError } from "@imagemagick/magick-wasm";
import { FormatError } from "../core/errors.ts";
import { boolean, instanceOf, number, text } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { wholeBmp } from "./bmp.ts";
import { type ImageFormat, imageFormat } from "./imageFormat.ts";
import { LIMITS_TEXT, loadMagick, type Magick } from "./magick.ts";
import { place } from "./placement.ts";
import { wholePng } from "./png.ts";
import { fitSquare, type Image } from "./resize.ts";

/** How an image is decoded. */
export interface DecodeOptions {
  /** Cuts out the middle square of the image and resizes it to size × size. Default: the image stays as it is. */
  readonly size?: number | undefined;
  /** Whether to turn the image as its camera noted in EXIF. Default: true. */
  readonly orient?: boolean | undefined;
}

/** An image as it was decoded: planar RGB, [3, h, w]. */
export interface DecodedImage extends Image {
  /** Whether it was turned or mirrored. */
  readonly turned: boolean;
}

const decodeOptions: Kinds<DecodeOptions> = { size: number, orient: boolean };
const byteArray = instanceOf("a Uint8Array", Uint8Array);

/** @throws ArgumentError or OptionError unless the arguments are such as `Decoder.decode` takes. */
export function checkDecoding(who: string, file: string, bytes: Uint8Array, options: DecodeOptions): void {
  checkArgument(who, "file", file, text);
  checkArgument(who, "bytes", bytes, byteArray);
  checkOptions(who, options, decodeOptions);
  if (options.size !== undefined) checkInteger(who, "size", options.size, 1);
}

interface Wanted {
  readonly orient: boolean;
  /** The middle square alone. */
  readonly square: boolean;
}

/** Decodes images with ImageMagick, on the calling thread, in Node and in a page.
 *
 *  @example
 *  ```ts
 *  import { readFile } from "node:fs/promises";
 *  import { fileURLToPath } from "node:url";
 *  import { Decoder } from "alexgrad/data";
 *
 *  const wasm = fileURLToPath(import.meta.resolve("@imagemagick/magick-wasm/magick.wasm"));
 *  const decoder = await Decoder.load(await readFile(wasm));
 *  console.log(decoder.decode("cat.png", await readFile("cat.png")).shape); // [ 3, 30, 40 ]
 *  ``` */
export class Decoder {
  readonly #magick: Magick;
  /** ImageMagick may keep the pixels of an image that it could not read. */
  #hasFailed = false;

  private constructor(magick: Magick) {
    this.#magick = magick;
  }

  /** Starts ImageMagick.
   *  @param wasm the file `magick.wasm` of the package `@imagemagick/magick-wasm`. */
  static async load(wasm: Uint8Array): Promise<Decoder> {
    checkArgument("Decoder.load", "wasm", wasm, byteArray);
    return new Decoder(await loadMagick(wasm));
  }

  /** Decodes a JPEG, PNG, WebP, BMP or GIF (its first frame), told apart by their first bytes, to planar RGB, [3, h, w].
   *
   *  Gray becomes three equal channels, CMYK becomes RGB, 16 bits become 8, what is transparent lies on white.
   *  @param file the name for errors.
   *  @throws FormatError if the bytes are none of these, damaged or cut off, or the image is beyond its limits; OptionError
   *  or ShapeError for an invalid `size`. Any other error means that the decoder itself broke and must not be used again. */
  decode(file: string, bytes: Uint8Array, options: DecodeOptions = {}): DecodedImage {
    checkDecoding("Decoder.decode", file, bytes, options);
    const { size, orient = true } = options;
    const format = imageFormat(file, bytes);
    const whole = format === "PNG" ? wholePng(file, bytes) : format === "BMP" ? wholeBmp(bytes) : bytes;
    const image = this.#read(file, format, whole, { orient, square: size !== undefined });
    return size === undefined ? image : { ...fitSquare(image, size), turned: image.turned };
  }

  #read(file: string, format: ImageFormat, bytes: Uint8Array, wanted: Wanted): DecodedImage {
    const { ColorSpace, MagickError, MagickImage, MagickReadSettings } = this.#magick;
    const image = MagickImage.create();
    const warnings: MagickError[] = [];
    image.onWarning = ({ error }) => warnings.push(error, ...error.relatedErrors);
    try {
      image.read(bytes, new MagickReadSettings({ format, frameIndex: 0, frameCount: 1 }));
      const damage = warnings.map(reasonOf).find((reason) => !isHarmless(format, reason));
      if (damage !== undefined) throw new FormatError(file, `is no ${format} that can be decoded: ${damage}`);
      if (image.colorSpace === ColorSpace.CMYK) image.colorSpace = ColorSpace.sRGB;
      return toPlanar(image, wanted);
    } catch (cause) {
      if (!(cause instanceof MagickError)) throw cause;
      const reason = reasonOf(cause);
      if (isLimit(reason) && this.#hasFailed) {
        throw new Error("images that could not be decoded may have used up the decoder's memory", { cause });
      }
      this.#hasFailed = true;
      throw new FormatError(file, `is no ${format} that can be decoded: ${explain(reason)}`, { cause });
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
  return isLimit(reason) ? `it is beyond the limits of ${LIMITS_TEXT} (${reason})` : reason;
}

function isLimit(reason: string): boolean {
  return /Exhausted|ExceedsLimit|MemoryAllocation|allocate|memory/i.test(reason);
}

/** So many pixels leave ImageMagick at a time. */
const STRIP_PIXELS = 2 ** 20;

/** Nothing is held but the decoder's pixels and those that are returned. */
function toPlanar(image: IMagickImage, { orient, square }: Wanted): DecodedImage {
  const { hasAlpha } = image;
  const orientation = orient ? image.orientation : 0;
  const { left, top, width, height, shape, first, stepX, stepY } = place(
    image.width,
    image.height,
    orientation,
    square,
  );
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  image.getPixels((source) => {
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      const strip = source.toByteArray(left, top + y, width, count, hasAlpha ? "RGBA" : "RGB")!;
      let from = 0;
      for (let row = y; row < y + count; row++) {
        let to = first + row * stepY;
        for (let x = 0; x < width; x++, to += stepX) {
          const [r, g, b] = [strip[from++], strip[from++], strip[from++]];
          const alpha = hasAlpha ? strip[from++] / 255 : 1;
          pixels[to] = onWhite(r, alpha);
          pixels[plane + to] = onWhite(g, alpha);
          pixels[2 * plane + to] = onWhite(b, alpha);
        }
      }
    }
  });
  return { shape: [3, ...shape], pixels, turned: orientation >= 2 && orientation <= 8 };
}

function onWhite(value: number, alpha: number): number {
  return Math.round(255 + alpha * (value - 255));
}
