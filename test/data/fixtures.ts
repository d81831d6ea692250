import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { pack } from "tar-stream";
import { afterAll, expect } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import type { Dataset, ImageShape } from "../../src/data/index.ts";

/** Relative paths and contents. */
export type Tree = Record<string, Uint8Array | string>;

const folders: string[] = [];
afterAll(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))));

/** A new folder with these files, removed when the test file is done. */
export async function folderWith(tree: Tree): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "alexgrad-data-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** Expects a FormatError about a file of that name, and returns its message. */
export async function formatError(file: string | RegExp, action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => expect.fail("expected a FormatError"),
    (error: unknown) => error,
  );
  if (!(error instanceof FormatError)) throw error;
  expect(error.file).toMatch(file);
  expect(error.message.startsWith(error.file)).toBe(true);
  expect(error.message).not.toContain("\n");
  return error.message;
}

/** Bytes that count up, so that a misplaced one shows. */
export function counting(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % 251);
}

export function dataset(labels: readonly number[], shape: ImageShape = [1, 2, 2]): Dataset {
  const images = counting(labels.length * shape[0] * shape[1] * shape[2]);
  const classes = Array.from({ length: Math.max(...labels) + 1 }, (_, i) => `class ${i}`);
  return { name: "fixture", shape, classes, images, labels: Uint16Array.from(labels) };
}

export function idx(dimensions: readonly number[], payload: Uint8Array, magic = [0, 0, 8, dimensions.length]): Buffer {
  const words = dimensions.map((dimension) => Buffer.from(Uint32Array.of(dimension).buffer).swap32());
  return Buffer.concat([Buffer.from(magic), ...words, payload]);
}

/** Records of CIFAR-10, or of CIFAR-100 if there are coarse labels. Record i's pixels are all i + 1. */
export function cifar(labels: readonly number[], coarse?: readonly number[]): Buffer {
  return Buffer.concat(
    labels.map((label, i) => Buffer.from([...(coarse ? [coarse[i]] : []), label, ...new Array(3072).fill(i + 1)])),
  );
}

type Color = readonly [r: number, g: number, b: number, alpha?: number];

function rgba(width: number, height: number, [r, g, b, alpha = 255]: Color): Buffer {
  return Buffer.concat(Array.from({ length: width * height }, () => Buffer.from([r, g, b, alpha])));
}

export function png(width: number, height: number, color: Color): Buffer {
  return Buffer.from(encodePng({ width, height, data: rgba(width, height, color) }));
}

export function jpeg(width: number, height: number, color: Color): Buffer {
  return encodeJpeg({ width, height, data: rgba(width, height, color) }, 95).data;
}

/** A path that ends in "/" becomes a folder. */
export async function tar(tree: Tree): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(tree)) {
    if (name.endsWith("/")) archive.entry({ name, type: "directory" });
    else archive.entry({ name }, content);
  }
  archive.finalize();
  return buffer(archive);
}
