import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as data from "../../../src/data/index.node.ts";
import * as io from "../../../src/io/index.node.ts";
import { layers } from "../../../src/models/index.ts";
import * as onnx from "../../../src/onnx/index.node.ts";
import { zipOf } from "../formats/zip.ts";
import { type Calls, call, make, method, type World } from "./call.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("@imagemagick/magick-wasm/magick.wasm"));
const gif = Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64");

const network = {
  name: "x",
  description: "",
  input: [1, 2, 2],
  classes: 2,
  layers: [layers.flatten, layers.linear("fc", "classes")],
} as const;
const weights = {
  "classifier.0.weight": { shape: [2, 4], data: new Float32Array(8) },
  "classifier.0.bias": { shape: [2], data: new Float32Array(2) },
};

const missing = "/nowhere/at/all";
const load = { size: 8, limit: 10, onError: "skip", seed: 1, onProgress: () => {} };

/** A transform that is made and applied to one image. */
function transform(target: (...args: never[]) => data.Transform, ...args: unknown[]): Calls[string] {
  return (w) => {
    const made = call(target, ...args);
    return { args, run: (given) => apply(w, made.run(given)) };
  };
}

function apply(w: World, made: unknown): unknown {
  return (made as data.Transform)([3, 32, 32], 1).apply(new Float32Array(3 * 32 * 32), w.rng);
}

function loader(w: World): data.Loader {
  return new data.Loader(w.dataset, { batchSize: 5 });
}

function image(): data.Image {
  return { shape: [3, 4, 6], pixels: new Uint8Array(72) };
}

const decoding = { size: 2, orient: false };

const prefetch = {
  batchSize: 5,
  shuffle: true,
  lastBatch: "merge",
  seed: 1,
  workers: 1,
  specs: [{ kind: "flip" }],
} as const;

async function drain(dataset: data.Dataset, options: data.PrefetchOptions, args: number[] = []): Promise<void> {
  const loader = new data.PrefetchLoader(dataset, options);
  try {
    for await (const _ of loader.epoch(...args));
  } finally {
    await loader.close();
  }
}

const pca = {
  values: [3, 2, 1],
  vectors: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
} as const;
const tensors = { a: { shape: [2], data: new Float32Array(2) } };

/** Their right calls end with an error too: there are no such files. */
export const fileCalls: Calls = {
  loadDataset: () => call(data.loadDataset, missing, load),
  readImageFolder: () => call(data.readImageFolder, missing, load),
  readCifar: () => call(data.readCifar, missing),
  readIdx: () => call(data.readIdx, missing),
  loadPth: () => call(io.loadPth, missing),
  loadOnnx: () => call(onnx.loadOnnx, missing),
  saveOnnx: () => call(onnx.saveOnnx, missing, network, weights, { externalData: true, decomposeLrn: true }),
  loadSafetensors: () => call(io.loadSafetensors, missing),
  openSafetensors: () => call(io.openSafetensors, missing),
  saveSafetensors: () => call(io.saveSafetensors, missing, tensors, { made: "by hand" }),
  writeFileAtomic: () => call(io.writeFileAtomic, missing, "no/such/text"),
};

/** A state dict of one number. */
const pickle = [
  "\x80\x02}X\x01\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000",
  "X\x03\0\0\0cpuK\x01tQK\0K\x01\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtRs.",
].join("");
const pth = zipOf({ "a/data.pkl": Buffer.from(pickle, "latin1"), "a/data/0": new Uint8Array(4) });

/** Data sets, transforms and files. */
export const dataAndFiles: Calls = {
  ...fileCalls,
  Loader: (w) =>
    make(data.Loader, w.dataset, {
      batchSize: 5,
      shuffle: true,
      lastBatch: "drop",
      seed: 1,
      transforms: [data.flip()],
    }),
  "Loader.epoch": (w) => method(loader(w), "epoch", 1, 1),
  "Loader.batches": (w) => method(loader(w), "batches", 1, 1),
  "Loader.build": (w) => method(loader(w), "build", 1, new Uint32Array([1, 2])),
  "Loader.label": (w) => method(loader(w), "label", 1, new Uint32Array([1]), new Float32Array(3072)),
  PrefetchLoader: (w) =>
    call((...args: [data.Dataset, data.PrefetchOptions]) => drain(args[0], args[1]), w.dataset, {
      ...prefetch,
      statistics: w.statistics,
    }),
  "PrefetchLoader.epoch": (w) =>
    call((...args: number[]) => drain(w.dataset, { ...prefetch, statistics: w.statistics }, args), 0, 1),
  "PrefetchLoader.close": (w) =>
    call((...args: [data.Dataset, data.PrefetchOptions]) => drain(args[0], args[1]), w.dataset, {
      ...prefetch,
      statistics: w.statistics,
    }),
  articlePipeline: () => call(data.articlePipeline, [3, 32, 32]),
  paperPipeline: () => call(data.paperPipeline, [3, 32, 32]),
  cropSize: () => call(data.cropSize, [3, 32, 32]),
  evalViews: () => call(data.evalViews, data.paperPipeline([3, 32, 32]), "ten-crop"),
  builtin: () => call(data.builtin, { count: 3, seed: 1, part: "test" }),
  builtinAsync: () => call(data.builtinAsync, { count: 3, seed: 1, part: "test" }),
  channelStatistics: (w) => call(data.channelStatistics, w.dataset),
  colorComponents: (w) => call(data.colorComponents, w.dataset),
  meanImage: (w) => call(data.meanImage, w.dataset),
  computeStatistics: (w) => call(data.computeStatistics, w.dataset, [{ kind: "pcaColor" }]),
  select: (w) => call(data.select, w.dataset, new Uint32Array([3, 1])),
  split: (w) => call(data.split, w.dataset, { validation: 0.5, seed: 1 }),
  splitLast: () => call(data.splitLast, data.builtin({ count: 40 }), 2),
  take: (w) => call(data.take, w.dataset, 3, 1),
  Decoder: () => call(data.Decoder.load, wasm),
  "Decoder.load": () => call(data.Decoder.load, wasm),
  "Decoder.decode": async () => method(await data.Decoder.load(wasm), "decode", "a.gif", gif, decoding),
  decodeImage: () => call(data.decodeImage, "a.gif", gif, decoding),
  fitSquare: () => call(data.fitSquare, image(), 3),
  resize: () => call(data.resize, image(), 3, 5),
  centerCrop: transform(data.centerCrop, 20),
  crop: transform(data.crop, 20, "top-left"),
  randomCrop: transform(data.randomCrop, { size: 20, padding: 2 }),
  colorJitter: transform(data.colorJitter, { brightness: 0.1, contrast: 0.1 }),
  pcaColor: transform(data.pcaColor, pca, { std: 0.1, variant: "code" }),
  flip: transform(data.flip),
  randomFlip: transform(data.randomFlip),
  normalize: transform(data.normalize, { mean: [0, 0, 0], std: [1, 1, 1] }),
  subtractImage: transform(data.subtractImage, new Float32Array(3072)),
  scale: transform(data.scale, 255),
  resizeTo: transform(data.resizeTo, 16),
  progressiveResize: transform(data.progressiveResize, [{ size: 16, epochs: 2 }]),
  randomResizedCrop: transform(data.randomResizedCrop, { size: 16, scale: [0.5, 1], ratio: [0.75, 1.3] }),
  randomRotation: transform(data.randomRotation, 10),
  randomScale: transform(data.randomScale, [0.9, 1.1]),
  makeTransform: (w) => call(data.makeTransform, { kind: "randomCrop", size: 20, padding: 2 }, w.statistics),

  renameTensors: () =>
    call(io.renameTensors, new Map([["a", tensors.a]]), { "a*": { name: "b*", view: [2, 1], transpose: [1, 0] } }),
  stripPrefix: () => call(io.stripPrefix, new Map([["module.a", tensors.a]])),
  encodeSafetensors: () => call(io.encodeSafetensors, tensors, { made: "by hand" }),
  decodePth: () => call(io.decodePth, pth, "x.pth"),
  encodeOnnx: () => call(onnx.encodeOnnx, network, weights, { batch: 2, softmax: true, metadata: { made: "by hand" } }),
  decodeOnnx: () => call(onnx.decodeOnnx, onnx.encodeOnnx(network, weights), "x.onnx"),
  decodeSafetensors: () => call(io.decodeSafetensors, io.encodeSafetensors(tensors), "x.safetensors"),
};
