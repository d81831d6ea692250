import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { encodeSafetensors } from "../../src/io/safetensors.ts";
import { isFrame, joinJpeg, splitJpeg } from "./formats/jpeg.ts";
import { header, joinPng, type PngOptions } from "./formats/png.ts";
import { joinSafetensors, splitSafetensors } from "./formats/safetensors.ts";
import { joinTar } from "./formats/tar.ts";
import { zlibZeros } from "./formats/zlib.ts";
import { bytesOf, type Tree } from "./kind.ts";
import type { Verdict } from "./outcome.ts";
import { archive } from "./readers/dataSets.ts";
import { file as image, jpegs, pngs } from "./readers/images.ts";
import { kinds } from "./readers/index.ts";
import { file as recipe } from "./readers/recipes.ts";
import { run } from "./readers/runs.ts";
import { readTwice } from "./readMutant.ts";
import { root } from "./root.ts";

/** A file that stands for a kind of fault. All must be refused; a bomb may be read instead, as what is of it within limits. */
export interface CorpusFile {
  readonly name: string;
  /** Which reader it is for. */
  readonly kind: string;
  /** Where it stands, and what else there is. */
  readonly place: (bytes: Uint8Array) => Tree;
  readonly make: () => Uint8Array;
  /** A bomb: made anew each time, for its size. */
  readonly isLarge?: boolean;
}

/** The kind of case whose seed is a place in `corpus`. */
export const corpusKind = "corpus";

const folder = join(root, "test/torture/corpus");

export async function readCorpus(file: CorpusFile): Promise<Verdict> {
  const bytes = file.isLarge ? file.make() : readFileSync(join(folder, file.name));
  const verdict = await readTwice(kinds.find(({ name }) => name === file.kind)!, file.place(bytes));
  const outcome = verdict.outcome === "right" && !file.isLarge ? "nonsense" : verdict.outcome;
  return { outcome, detail: `${file.name}: ${verdict.detail}` };
}

const gray: PngOptions = { width: 5, height: 20, depth: 8, color: 0 };

function png(options: Partial<PngOptions>, idat: Uint8Array): Uint8Array {
  const end = { type: "IEND", data: new Uint8Array() };
  return joinPng([header({ ...gray, ...options }), { type: "IDAT", data: idat }, end]);
}

function imageFile(kind: "png" | "jpeg", name: string, make: () => Uint8Array, isLarge = false): CorpusFile {
  return { name, kind, make, isLarge, place: (bytes) => ({ [image]: bytes }) };
}

/** @param to what a run has in place of a file of its own. */
function runFile(name: string, path: string, to: (own: Uint8Array) => Uint8Array | string): CorpusFile {
  const make = () => Buffer.from(to(bytesOf(run, path)));
  return { name, kind: `run: ${path}`, make, place: (bytes) => ({ ...run, [path]: bytes }) };
}

const config = (change: object) => (own: Uint8Array) => JSON.stringify({ ...JSON.parse(String(own)), ...change });
const configRecipe = (change: object) => (own: Uint8Array) =>
  config({ recipe: { ...JSON.parse(String(own)).recipe, ...change } })(own);

/** A checkpoint without tensors, whose metadata is other text. */
function checkpoint(change: (text: string) => string): (own: Uint8Array) => Uint8Array {
  return (own) => {
    const { alexgrad } = JSON.parse(splitSafetensors(own).header).__metadata__;
    return encodeSafetensors({}, { alexgrad: change(alexgrad) });
  };
}

const progress = (change: object) =>
  checkpoint((text) => {
    const json = JSON.parse(text);
    return JSON.stringify({ ...json, progress: { ...json.progress, ...change } });
  });

function recipeFile(name: string, text: string): CorpusFile {
  return { name, kind: "recipe", make: () => Buffer.from(text), place: (bytes) => ({ [recipe]: bytes }) };
}

const tar = (bytes: Uint8Array): Tree => ({ [archive]: bytes });
const picture = (name: string, content: Uint8Array) => ({ name: `train/${name}`, content });
const bombs = () =>
  [1, 2, 3].map((i) => picture(`cat/${i}.png`, png({ width: 1, height: 1, interlaced: true }, zlibZeros(512))));

export const corpus: readonly CorpusFile[] = [
  imageFile("png", "rows-missing.png", () => png({}, deflateSync(Buffer.alloc(6 * 9, 0)))),
  imageFile("png", "rows-missing-all.png", () => png({}, deflateSync(new Uint8Array()))),
  imageFile("png", "rows-missing-interlaced.png", () => png({ interlaced: true }, deflateSync(Buffer.alloc(40, 0)))),
  imageFile("png", "width-0.png", () => png({ width: 0, height: 2 ** 31 - 1 }, deflateSync(Buffer.alloc(40, 0)))),
  imageFile("png", "height-0.png", () => png({ width: 2 ** 31 - 1, height: 0 }, deflateSync(Buffer.alloc(40, 0)))),
  imageFile("png", "1x100000000.png", () => png({ width: 1, height: 1e8 }, deflateSync(Buffer.alloc(40, 0)))),
  imageFile("png", "10000x10000-16-bit.png", () =>
    png({ width: 1e4, height: 1e4, depth: 16, color: 6 }, deflateSync(Buffer.alloc(40, 0))),
  ),
  imageFile("png", "interlaced-bomb.png", () => png({ width: 1, height: 1, interlaced: true }, zlibZeros(1536)), true),
  imageFile("png", "bomb.png", () => png({ width: 1, height: 1 }, zlibZeros(1536)), true),
  imageFile("jpeg", "10000x10000.jpg", () =>
    joinJpeg(
      splitJpeg(jpegs[0]).map((segment) => {
        if (!isFrame(segment)) return segment;
        const payload = Buffer.from(segment.payload!);
        payload.writeUInt16BE(10_000, 1);
        payload.writeUInt16BE(10_000, 3);
        return { ...segment, payload };
      }),
    ),
  ),
  {
    name: "bombs.tar.gz",
    kind: "tar.gz",
    make: () => gzipSync(joinTar([...bombs(), picture("dog/1.png", pngs[0])])),
    place: tar,
    isLarge: true,
  },
  {
    name: "escape-codes-in-a-name.tar",
    kind: "tar",
    make: () => joinTar([picture("\u001b[31mcat/1.png", Buffer.from("no picture")), picture("dog/1.png", pngs[0])]),
    place: tar,
  },
  {
    name: "size-that-is-no-number.tar",
    kind: "tar",
    make: () => joinTar([{ ...picture("cat/1.png", pngs[0]), size: new Uint8Array(12).fill(0x90) }]),
    place: tar,
  },
  runFile(
    "checkpoint-without-progress.safetensors",
    "last.safetensors",
    checkpoint(() => '{"position":{"step":1}}'),
  ),
  runFile(
    "checkpoint-metadata-cut.safetensors",
    "last.safetensors",
    checkpoint((text) => text.slice(0, -9)),
  ),
  runFile(
    "checkpoint-metadata-nested.safetensors",
    "last.safetensors",
    checkpoint(() => "[".repeat(500)),
  ),
  runFile("checkpoint-negative-metrics.safetensors", "last.safetensors", progress({ metricsBytes: -1 })),
  runFile("checkpoint-text-for-metrics.safetensors", "last.safetensors", progress({ metricsBytes: "all" })),
  runFile(
    "checkpoint-without-optimizer.safetensors",
    "last.safetensors",
    checkpoint((text) => text.replace('"optimizer"', '"other"')),
  ),
  runFile("metrics-null.jsonl", "metrics.jsonl", () => "null\n"),
  runFile("metrics-number-for-a-name.jsonl", "metrics.jsonl", (own) => String(own).replace('"conv1"', "1")),
  runFile("metrics-layers-no-list.jsonl", "metrics.jsonl", () => '{"event":"layers","epoch":1,"step":1,"layers":5}\n'),
  runFile("metrics-epoch-alone.jsonl", "metrics.jsonl", () => '{"event":"epoch"}\n'),
  runFile("config-million-pixels.json", "config.json", config({ stored: [3, 1e6, 1e6], input: [3, 1e6, 1e6] })),
  runFile("config-width-million.json", "config.json", configRecipe({ width: 1e6 })),
  runFile("config-escape-codes.json", "config.json", configRecipe({ model: "\u001b[31mnone" })),
  runFile("weights-not-finite.safetensors", "best.safetensors", (own) => {
    const { header, numbers } = splitSafetensors(own);
    return joinSafetensors({ header, numbers: Buffer.alloc(numbers.length, 0xff) });
  }),
  runFile("statistics-empty.safetensors", "statistics.safetensors", () => encodeSafetensors({})),
  runFile("statistics-not-finite.safetensors", "statistics.safetensors", () =>
    encodeSafetensors({
      mean: { shape: [3], data: Float64Array.of(Number.NaN, 0, 0) },
      std: { shape: [3], data: Float64Array.of(1, 0, 1) },
    }),
  ),
  recipeFile("infinite-rate.json", '{"lr": 1e999}'),
  recipeFile("infinite-scale.json", '{"bias": {"lrScale": 1e999, "weightDecay": null}}'),
  recipeFile("rate-of-1e300.json", '{"lr": 1e300}'),
  recipeFile("error-over-lines.json", '{\n  "lr": 0.1,\n  "epochs": \n}\n'),
];
