import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openCheckpoint } from "../../../src/cli/checkpoint.ts";
import type { Rng } from "../../../src/core/rng.ts";
import { noGrad, reference, scope } from "../../../src/index.ts";
import { decodeSafetensors } from "../../../src/io/decode.ts";
import { encodeSafetensors, type NamedTensors } from "../../../src/io/safetensors.ts";
import { packCheckpoint } from "../../../src/train/checkpoint.ts";
import { prepareTraining, Run, type TrainEvent, writeReport } from "../../../src/train/index.node.ts";
import type { RunConfig } from "../../../src/train/runConfig.ts";
import { seal } from "../../../src/train/seal.node.ts";
import { encodeStatistics } from "../../../src/train/statisticsFile.ts";
import { bytesOf, digest, type Kind, type Tree } from "../kind.ts";
import { mutateBytes, pick } from "../mutate.ts";
import { mutateJson } from "../mutateJson.ts";
import { Nonsense } from "../outcome.ts";
import { images, recipe, trainingData } from "../training.ts";
import { pngs } from "./images.ts";
import { mutateSafetensors } from "./weights.ts";

const device = reference();

const config: RunConfig = {
  version: "0.1.0",
  recipe,
  stored: images.shape,
  input: images.shape,
  classes: images.classes,
  seed: 1,
  data: { path: "builtin", limit: 12, holdOut: null, onError: "fail", sha256: "" },
  machine: { device: "reference" },
};

const step = { event: "step", epoch: 1, step: 1, images: 4, loss: 0.7, lr: 0.01 } as const;
const layer = {
  name: "conv1",
  activationMean: 0,
  activationStd: 1,
  zeros: 0.5,
  gradientNorm: 1,
  weightNorm: 1,
  updateRatio: 1e-3,
};
const measured = { count: 12, loss: 0.7, top1: 0.5, top5: 1 };
const events: readonly TrainEvent[] = [
  { event: "layers", epoch: 1, step: 1, layers: [layer] },
  step,
  { ...step, step: 2, images: 8 },
  {
    event: "epoch",
    epoch: 1,
    step: 3,
    trainLoss: 0.7,
    trainTop1: 0.5,
    lr: 0.01,
    validation: measured,
    imagesPerSecond: 100,
    seconds: 1,
  },
];
const metrics = events.map((event) => `${JSON.stringify(event)}\n`).join("");

function sealed(tensors: NamedTensors, metadata?: Readonly<Record<string, string>>): Uint8Array {
  return encodeSafetensors(tensors, seal(tensors, metadata));
}

/** A run of two steps, without what its times would change. */
async function makeRun(): Promise<Tree> {
  await using prepared = prepareTraining(recipe, trainingData, { seed: config.seed, device });
  let steps = 0;
  for await (const { event } of prepared.trainer.run()) if (event === "step" && ++steps === 2) break;
  const state = await prepared.trainer.state();
  const position = { ...state.position, milliseconds: 1, seconds: 1 };
  const progress = { best: { epoch: 1, top1: 0.5, loss: 0.7 }, metricsBytes: metrics.length };
  const checkpoint = packCheckpoint({ state: { ...state, position }, progress });
  return {
    "config.json": JSON.stringify(config),
    "metrics.jsonl": metrics,
    "statistics.safetensors": sealed(encodeStatistics(trainingData.statistics)),
    "last.safetensors": sealed(checkpoint.tensors, checkpoint.metadata),
    "best.safetensors": sealed(await prepared.trainer.weights()),
  };
}

export const run = await makeRun();

/** What a link may lead to: it must stay as it is. */
const outside = { name: "../outside.txt", text: "x".repeat(2000) };

type Change = (bytes: Uint8Array, rng: Rng) => string | Uint8Array;

const mutateText: Change = (bytes, rng) => mutateJson(Buffer.from(bytes).toString(), rng);

/** One of the lines, or their order. */
const mutateLines: Change = (bytes, rng) => {
  const lines = Buffer.from(bytes).toString().trimEnd().split("\n");
  if (rng.int(5) === 0) return mutateBytes(bytes, rng);
  const at = rng.int(lines.length);
  return `${lines.with(at, mutateJson(lines[at], rng)).join("\n")}\n`;
};

/** The JSON in a checkpoint's metadata. */
const mutateProgress: Change = (bytes, rng) => {
  if (rng.int(3) === 0) return mutateSafetensors(bytes, rng);
  const { tensors, metadata } = decodeSafetensors(bytes, "");
  return sealed(tensors, { alexgrad: mutateJson(metadata.alexgrad!, rng) });
};

function runKind(file: string, weight: number, change: Change): Kind {
  return {
    name: `run: ${file}`,
    weight,
    mutate: (rng) => ({ tree: { ...run, [file]: change(bytesOf(run, file), rng) } }),
    read: (_, place) => exercise(place()),
  };
}

/** Opens the run, uses its best weights, writes its report, goes on with it for a step. */
async function exercise(folder: string): Promise<string> {
  const [opened, classified] = await useWeights(folder);
  const run = await Run.open(folder);
  await writeReport(run, null);
  const page = readFileSync(join(folder, "report.html"), "utf8").replaceAll(/<h1>.*?<\/h1>|<title>.*?<\/title>/g, "");
  const checkpoint = await run.resume();
  const { recipe, seed } = run.config;
  await using prepared = prepareTraining(recipe, trainingData, { seed, device });
  run.restore(prepared.trainer, checkpoint);
  let loss = Number.NaN;
  for await (const event of prepared.trainer.run()) {
    if (event.event !== "step") continue;
    loss = event.loss;
    break;
  }
  return digest(opened, classified, page, String(loss), readFileSync(join(folder, "metrics.jsonl")));
}

async function useWeights(folder: string): Promise<[config: string, scores: string]> {
  const { config, model, readImage } = await openCheckpoint({ checkpoint: folder }, device);
  const file = join(folder, "picture.png");
  writeFileSync(file, pngs[6]);
  const input = await readImage(file);
  const scores = await scope(() => noGrad(() => model.forward(input))).data();
  input.dispose();
  model.dispose();
  if (!scores.every(Number.isFinite)) throw new Nonsense(`the scores are ${scores.join(" ")}`);
  return [JSON.stringify(config), scores.join()];
}

const links: Kind = {
  name: "run: links",
  weight: 1,
  mutate(rng) {
    const target = pick(rng, [outside.name, "/dev/zero", "/dev/null", "nowhere", ".", "config.json"]);
    const linked = rng.int(6) === 0 ? ({ pipe: true } as const) : { link: target };
    const name = pick(rng, [...Object.keys(run), "metrics.jsonl", "report.html"]);
    return { tree: { ...run, [name]: linked } };
  },
  async read(_, place) {
    const folder = place();
    const target = join(dirname(folder), "outside.txt");
    writeFileSync(target, outside.text);
    const [came] = await Promise.allSettled([exercise(folder)]);
    if (readFileSync(target, "utf8") !== outside.text) throw new Nonsense("wrote through a link");
    if (came.status === "rejected") throw came.reason;
    return came.value;
  },
};

export const runs: readonly Kind[] = [
  runKind("config.json", 4, mutateText),
  runKind("metrics.jsonl", 3, mutateLines),
  runKind("statistics.safetensors", 2, mutateSafetensors),
  runKind("last.safetensors", 4, mutateProgress),
  runKind("best.safetensors", 2, mutateSafetensors),
  links,
];
