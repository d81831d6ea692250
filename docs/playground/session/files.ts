import { FormatError } from "../../../src/core/errors.ts";
import { messageOf } from "../../../src/core/messageOf.ts";
import { findClassFolders, isHiddenPath, isImagePath, type LabeledFile } from "../../../src/data/classFolders.ts";
import type { Dataset, Parts } from "../../../src/data/dataset.ts";
import { MAX_IMAGE_BYTES } from "../../../src/data/fileSource.ts";
import { fitSquare } from "../../../src/data/resize.ts";
import { nextTurn } from "../../../src/threads/timer.ts";
import type { Platform } from "./platform.ts";

export const imageSize = 32;

interface Dropped {
  readonly path: string;
  readonly file: Blob;
}

interface Read {
  readonly parts: Parts;
  /** A sentence for each file that was left out. */
  readonly skipped: readonly string[];
}

/** The images of class folders; what is none, or damaged, is left out and named.
 *  @throws FormatError if fewer than two classes are left. */
export async function readFiles(files: readonly Dropped[], decode: Platform["decode"]): Promise<Read> {
  const skipped: string[] = [];
  const blobs = new Map<string, Blob>();
  const visible = files.filter(({ path }) => !isHiddenPath(path));
  const hasFolders = visible.some(({ path }) => path.includes("/"));
  for (const { path, file } of visible) {
    if (!isImagePath(path)) skipped.push(`${path} is no image by its name.`);
    else if (hasFolders && !path.includes("/")) skipped.push(`${path} lies in no folder, which would be its class.`);
    else blobs.set(path, file);
  }
  const { classes, train, test } = findClassFolders("what was dropped", [...blobs.keys()]);
  const read = async (labeled: readonly LabeledFile[]) => {
    const found: { label: number; pixels: Uint8Array }[] = [];
    for (const { path, label } of labeled) {
      try {
        found.push({ label, pixels: await pixelsOf(path, blobs.get(path)!, decode) });
      } catch (error) {
        skipped.push(error instanceof FormatError ? `${error.message}.` : `${path}: ${messageOf(error)}.`);
      }
      await nextTurn();
    }
    return found;
  };
  const [images, held] = [await read(train), await read(test ?? [])];
  const kept = classes.map((_, label) => label).filter((label) => images.some((image) => image.label === label));
  if (kept.length < 2) {
    const got = kept.length === 0 ? "none" : `one, ${classes[kept[0]]}`;
    const reason = `expected images of two classes at least, a folder each; got ${got}`;
    throw new FormatError("what was dropped", [reason, ...skipped.slice(0, 3)].join("; "));
  }
  const datasetOf = (name: string, found: typeof images): Dataset => {
    const known = found.filter(({ label }) => kept.includes(label));
    const all = new Uint8Array(known.length * 3 * imageSize ** 2);
    known.forEach(({ pixels }, i) => {
      all.set(pixels, i * pixels.length);
    });
    const labels = Uint16Array.from(known, ({ label }) => kept.indexOf(label));
    return {
      name,
      shape: [3, imageSize, imageSize],
      classes: kept.map((label) => classes[label]),
      images: all,
      labels,
    };
  };
  const measured = datasetOf("own images, test", held);
  const parts = { train: datasetOf("own images", images), test: measured.labels.length === 0 ? null : measured };
  return { parts, skipped };
}

async function pixelsOf(path: string, file: Blob, decode: Platform["decode"]): Promise<Uint8Array> {
  if (file.size > MAX_IMAGE_BYTES) throw new FormatError(path, `is larger than ${MAX_IMAGE_BYTES / 2 ** 20} MiB`);
  return fitSquare(await decode(path, new Uint8Array(await file.arrayBuffer())), imageSize).pixels;
}
