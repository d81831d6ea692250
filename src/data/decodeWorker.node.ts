import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { FormatError } from "../core/errors.ts";
import { type DecodedImage, type DecodeOptions, Decoder } from "./decode.ts";

export interface DecodeTask {
  readonly files: readonly Uint8Array[];
  readonly options: DecodeOptions;
}

/** An image, or why it cannot be decoded. */
export type Decoded = DecodedImage | { readonly reason: string };

const wasm = createRequire(import.meta.url).resolve("@imagemagick/magick-wasm/magick.wasm");
const decoder = await Decoder.load(readFileSync(wasm));

/** A result has no more bytes of pixels than these and one image's. */
const MOST_BYTES = 2 ** 26;

/** What a thread of `DecodeThreads` does: decodes the first file, and as many of the others as a result holds. */
export default ({ files, options }: DecodeTask): unknown => {
  const results: Decoded[] = [];
  const buffers: ArrayBuffer[] = [];
  let bytes = 0;
  for (const file of files) {
    const result = decode(file, options);
    results.push(result);
    if ("pixels" in result) {
      buffers.push(result.pixels.buffer as ArrayBuffer);
      bytes += result.pixels.length;
    }
    if (bytes > MOST_BYTES) break;
  }
  return move({ [transferableSymbol]: buffers, [valueSymbol]: results });
};

function decode(bytes: Uint8Array, options: DecodeOptions): Decoded {
  try {
    return decoder.decode("", bytes, options);
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.reason };
    // The decoder broke: a thread with a new one is to take its place.
    process.exit(1);
  }
}
