import { FormatError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";
import { balancedSample, type ImageShape } from "./dataset.ts";

/** Which images of a part are kept, as `take` chooses. */
export interface Sample {
  /** At most this many. Default: all. */
  readonly limit?: number | undefined;
  /** Decides which. Default: 0. */
  readonly seed?: number | undefined;
}

export const sampleKinds: Kinds<Sample> = { limit: number, seed: number };

/** The indices of the images that are kept, ascending. */
export function chooseImages(labels: ArrayLike<number>, { limit, seed = 0 }: Sample): Uint32Array {
  if (limit !== undefined) return balancedSample(labels, limit, seed);
  return Uint32Array.from({ length: labels.length }, (_, i) => i);
}

/** A data set's images lie in one array, which is at most so long on every engine. */
const mostBytes = 2 ** 32;

/** More images would not fit into memory with what is kept for each, however small they are. */
const mostImages = 2 ** 24;

/** Room for the pixels of `count` images.
 *  @throws FormatError, naming the data, if that is more than a data set may take or than there is. */
export function allocateImages(name: string, count: number, [c, h, w]: ImageShape): Uint8Array {
  const bytes = count * c * h * w;
  const need = `${count} images of ${w}×${h} pixels need ${Math.ceil(bytes / 2 ** 20)} MiB`;
  const advice = 'give "limit" or a smaller "size"';
  if (bytes > mostBytes) {
    throw new FormatError(name, `${need}, more than the ${mostBytes / 2 ** 20} MiB of a data set; ${advice}`);
  }
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new FormatError(name, `${need}, more than there is; ${advice}`, { cause });
  }
}

/** @throws FormatError unless a data set may have so many images, whatever "limit" keeps of them. */
export function checkImageCount(name: string, count: number): void {
  if (count > mostImages) throw new FormatError(name, `expected at most ${mostImages} images; got ${count}`);
}
