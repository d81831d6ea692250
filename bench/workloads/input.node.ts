import { counted } from "../../src/core/counted.ts";
import { OptionError } from "../../src/core/errors.ts";
import { computeStatistics } from "../../src/data/computeStatistics.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { decodeInThread, threadCount } from "../../src/data/decodeThreads.node.ts";
import { type BatchSource, Loader } from "../../src/data/loader.ts";
import { paperPipeline } from "../../src/data/pipelines.ts";
import { PrefetchLoader } from "../../src/data/prefetch.node.ts";
import { makeTransform } from "../../src/data/transforms/spec.ts";
import type { Contender } from "../engine/contender.ts";
import { drawPicture, jpegEncoder, side, toPlanar, toPng } from "./images.node.ts";
import { type Lab, once, type Plan } from "./lab.ts";

/** Files of a call. */
const files = 16;
const images = 64;
const batchSize = 16;

/** Bytes of pixels that come of so many images. */
const bytesOf = (count: number) => 3 * side * side * count;

/** Means of the levels that JPEG may be off. */
const allowed = { PNG: 0, JPEG: 12 } as const;
type Format = keyof typeof allowed;

const encoders = { PNG: async () => toPng, JPEG: once(jpegEncoder) };

/** From files to pixels, and from pixels to batches: images made here, nothing is read from a disk. */
export const inputPlans: readonly Plan[] = [decoding("JPEG"), decoding("PNG"), augmenting()];

function decoding(format: Format): Plan {
  const size = `${side}×${side}`;
  const subject = { group: "input", what: `decode ${format}`, size, pass: "call" } as const;
  return {
    ...subject,
    async prepare({ threads }) {
      const picture = drawPicture(1);
      const file = (await encoders[format]())(picture);
      const contenders = threads.filter((count) => count <= threadCount).map((count) => decoder(format, file, count));
      if (contenders.length === 0) {
        throw new OptionError(`decode ${format}: expected at most ${threadCount} threads; got ${threads.join(", ")}`);
      }
      return {
        ...{ ...subject, contenders, limits: [], shape: `${files} files of ${file.length} bytes` },
        work: { flop: 0, bytes: bytesOf(files), images: files },
      };
    },
  };
}

function decoder(format: Format, file: Uint8Array, threads: number): Contender {
  const all = Array<Uint8Array>(files).fill(file);
  const parts = Array.from({ length: threads }, (_, i) =>
    all.slice((i * files) / threads, ((i + 1) * files) / threads),
  );
  const decode = (lists: readonly Uint8Array[][]) => Promise.all(lists.map((list) => decodeInThread(list, {})));
  return {
    name: counted(threads, "thread"),
    async run() {
      await decode(parts);
    },
    wake: () => decode(parts.map((list) => list.slice(0, 1))),
    async check() {
      const [[first]] = await decode(parts);
      if ("reason" in first) throw new Error(`decode ${format}: ${first.reason}`);
      const wanted = toPlanar(drawPicture(1));
      const apart = first.pixels.reduce((sum, level, i) => sum + Math.abs(level - wanted[i]), 0) / wanted.length;
      return apart === 0 ? 0 : apart / allowed[format];
    },
    facts: () => ({ device: "decoder", threads }),
  };
}

/** The paper's transforms on the thread that trains, and ahead of it in others. */
function augmenting(): Plan {
  const subject = { group: "input", what: "augment", size: `${side}×${side} to 227×227`, pass: "call" } as const;
  return {
    ...subject,
    async prepare({ threads }: Lab) {
      const dataset = datasetOf();
      const { train: specs } = paperPipeline(dataset.shape);
      const statistics = computeStatistics(dataset, specs);
      const loader = new Loader(dataset, {
        batchSize,
        transforms: specs.map((spec) => makeTransform(spec, statistics)),
      });
      const first = loader.build(0, loader.batches(0)[0]).images;
      const ahead = threads.map((workers) => {
        const source = new PrefetchLoader(dataset, { batchSize, specs, statistics, workers });
        const name = `ahead, ${counted(workers, "thread")}`;
        return { ...contenderOf(name, source, first), facts: factsOf(workers), close: () => source.close() };
      });
      return {
        ...{ ...subject, limits: [], shape: `${images} images in batches of ${batchSize}` },
        work: { flop: 0, bytes: bytesOf(images), images },
        contenders: [{ ...contenderOf("this thread", loader, first), facts: factsOf(0) }, ...ahead],
      };
    },
  };
}

const factsOf = (threads: number) => () => ({ device: "loader", threads });

function contenderOf(name: string, source: BatchSource, wanted: Float32Array) {
  return {
    name,
    async run() {
      for await (const batch of source.epoch(0)) if (batch.labels.length === 0) throw new Error("an empty batch");
    },
    async check() {
      for await (const { images: got } of source.epoch(0)) {
        return got.every((value, i) => value === wanted[i]) ? 0 : Number.POSITIVE_INFINITY;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

function datasetOf(): Dataset {
  const pictures = Array.from({ length: images }, (_, i) => toPlanar(drawPicture(i)));
  const pixels = new Uint8Array(images * bytesOf(1));
  for (const [i, picture] of pictures.entries()) pixels.set(picture, i * bytesOf(1));
  return { name: "drawn", shape: [3, side, side], classes: ["one"], images: pixels, labels: new Uint16Array(images) };
}
