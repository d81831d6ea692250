import { move, transferableSymbol, valueSymbol } from "piscina";
import { FormatError } from "../core/errors.ts";
import { decodeImage } from "./decode.node.ts";
import type { Image } from "./resize.ts";

export interface DecodeTask {
  readonly files: readonly Uint8Array[];
  /** As in `LoadOptions`. */
  readonly size: number | undefined;
}

/** null where a file cannot be decoded. */
export type DecodeResult = readonly (Image | null)[];

/** What a thread of `decodeAhead` does. */
export default ({ files, size }: DecodeTask): unknown => {
  const images: DecodeResult = files.map((bytes) => decodeOrNull(bytes, size));
  const buffers = images.flatMap((image) => (image === null ? [] : [image.pixels.buffer as ArrayBuffer]));
  return move({ [transferableSymbol]: buffers, [valueSymbol]: images });
};

function decodeOrNull(bytes: Uint8Array, size: number | undefined): Image | null {
  try {
    return decodeImage("", bytes, size);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
