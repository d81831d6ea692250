import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { split } from "../../src/data/dataset.ts";
import { builtin, channelStatistics } from "../../src/data/index.ts";
import { OptionError, reference } from "../../src/index.ts";
import { evaluate } from "../../src/train/evaluate.ts";
import { prepareTraining, type TrainingData } from "../../src/train/prepare.node.ts";
import { extendRecipe } from "../../src/train/recipes/extend.ts";
import { defaults, type Recipe } from "../../src/train/recipes/recipe.ts";
import { Run } from "../../src/train/run.node.ts";
import { runTraining } from "../../src/train/runTraining.node.ts";
import type { TrainEvent, Trainer } from "../../src/train/train.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointBytes.ts";

const device = reference();
const images = builtin({ count: 40 });
const { train, validation } = split(images, { validation: 8 });
const data: TrainingData = { train, validation, statistics: channelStatistics(train), sha256: "", skipped: [] };

/** Everything that has a state of its own, at once. */
const recipe: Recipe = {
  ...defaults,
  model: "alexnet-small",
  width: 0.25,
  norm: "batch",
  dropout: 0.5,
  pipeline: { name: "plain", crop: 2, flip: true },
  batch: 12,
  accumulate: 2,
  epochs: 2,
  schedule: { name: "one-cycle" },
  clipNorm: 1,
  averaging: 0.9,
};

const variants: readonly (readonly [string, Partial<Recipe>])[] = [
  ["SGD, one cycle, clipping, accumulation, averaging, dropout, batch norm", {}],
  ["Adagrad on a plateau", { optimizer: { name: "adagrad" }, schedule: { name: "plateau", patience: 0 } }],
  ["Adam in steps", { optimizer: { name: "adam" }, lr: 1e-3, schedule: { name: "step", milestones: [1] } }],
  ["Muon to a cosine", { optimizer: { name: "muon" }, schedule: { name: "cosine" } }],
];

const prepare = (change: Partial<Recipe>) =>
  prepareTraining({ ...recipe, ...change }, data, { seed: 3, device, observeEvery: 2 }).trainer;

/** All but times. */
const repeatable = (event: object) => ({ ...event, seconds: 0, imagesPerSecond: 0 });

async function rest(trainer: Trainer): Promise<object[]> {
  const events: object[] = [];
  for await (const event of trainer.run()) events.push(repeatable(event));
  return events;
}

describe("a training that goes on from a checkpoint", () => {
  it.each(variants)("is the same, bit for bit, wherever it was cut: %s", { timeout: 60_000 }, async (_, change) => {
    const whole = prepare(change);
    const all: object[] = [];
    const cuts: { readonly seen: number; readonly bytes: Uint8Array }[] = [];
    for await (const event of whole.run()) {
      all.push(repeatable(event));
      if (event.event === "layers") continue;
      const progress = { best: null, metricsBytes: 0 };
      cuts.push({ seen: all.length, bytes: encodeCheckpoint({ state: await whole.state(), progress }) });
    }
    const end = await whole.weights();
    expect(cuts.length).toBe(8);
    for (const { seen, bytes } of cuts.slice(1, 5)) {
      const resumed = prepare(change);
      resumed.load(decodeCheckpoint(bytes, "cut").state);
      expect(await rest(resumed)).toEqual(all.slice(seen));
      expect(await resumed.weights()).toEqual(end);
    }
  });
});

describe("a batch that is not full", () => {
  /** 32 images, and batch norm over single pixels. */
  const small = [{ kind: "resize", size: 16 }, { kind: "normalize" }] as const;
  const single: Partial<Recipe> = {
    ...{ model: "cifar-fast", norm: "table", width: 0.05, epochs: 1, batch: 31, accumulate: 1 },
    pipeline: { name: "custom", train: small, eval: small },
    ...{ lr: 1e-3, averaging: null },
  };
  /** Images of each forward pass in training. */
  const passes = async (change: Partial<Recipe>) => {
    const { options, trainer } = prepareTraining({ ...recipe, ...change }, data, { seed: 3, device });
    const sizes: number[] = [];
    options.model.registerForwardHook((model, { shape: [n] }) => {
      if (model.training) sizes.push(n!);
      return undefined;
    });
    for await (const { event } of trainer.run()) if (event === "epoch") break;
    return sizes;
  };

  it("joins the one before if it has one image", async () => {
    expect(await passes(single)).toEqual([32]);
    expect(await passes({ ...single, lastBatch: "drop" })).toEqual([31]);
  });

  it("is worked through in fewer parts, none of them smaller than a full one's", async () => {
    expect(await passes({ accumulate: 4 })).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 4, 4]);
    expect(await passes({ accumulate: 4, lastBatch: "merge" })).toEqual([3, 3, 3, 3, 3, 3, 4, 3, 3, 4]);
  });

  it("is refused before training starts if batch norm cannot normalize over it", () => {
    expect(() => prepare({ ...single, lastBatch: "keep" })).toThrow(
      /^lastBatch: expected two images at least, for bn\w+ to/,
    );
    expect(() => prepare({ ...single, batch: 8, accumulate: 8 })).toThrow(
      /^accumulate: expected parts of two images at least, for bn\w+ to .*; got batches of 8 in 8 parts$/,
    );
    expect(() => prepare({ accumulate: 12 })).not.toThrow();
  });
});

describe("a run with more epochs", () => {
  it.each(["constant", "plateau", "step"] as const)("%s: is as if it had had them from the start", (name) => {
    const schedule = { name };
    const extended = extendRecipe({ ...recipe, epochs: 6, schedule }, 9);
    expect(extended).toEqual({
      ...recipe,
      epochs: 9,
      schedule: name === "step" ? { name, milestones: [2, 4] } : schedule,
    });
  });

  it("is refused where its rates would have been others", () => {
    for (const name of ["cosine", "one-cycle"] as const) {
      expect(() => extendRecipe({ ...recipe, schedule: { name } }, 9)).toThrow(
        `epochs: expected 2, with which the rates of its schedule (${name}) end; got 9`,
      );
      expect(extendRecipe({ ...recipe, schedule: { name } }, 2).epochs).toBe(2);
    }
    expect(() => extendRecipe(recipe, 1)).toThrow("epochs: expected no fewer than the 2 that the run has; got 1");
  });
});

it("images that grow need a network that takes any size", () => {
  const pipeline = { name: "plain", progressive: [{ size: 8, epochs: 1 }] } as const;
  expect(() => prepare({ pipeline })).toThrow(/progressive: .* alexnet-small has other weights for 8×8/);
});

it("transforms must give images of one shape in training and where the network is measured", () => {
  const pipeline = { name: "custom", train: [{ kind: "randomCrop", size: 28 }], eval: [] } as const;
  expect(() => prepare({ pipeline })).toThrow(
    "one shape in training and where the network is measured; got [3, 28, 28]",
  );
});

it("measures in the recipe's views: two of them, mirrored, agree on images that are symmetric", async () => {
  const symmetric = { ...validation, images: validation.images.map(() => 7) };
  const measure = async (views: Recipe["views"], images = validation) => {
    const { options } = prepareTraining({ ...recipe, views }, { ...data, validation: images }, { seed: 3, device });
    return evaluate(options.model, options.validation!, device);
  };
  expect((await measure("mirrored")).loss).not.toBe((await measure("one")).loss);
  expect((await measure("mirrored", symmetric)).loss).toBeCloseTo((await measure("one", symmetric)).loss, 5);
  expect(() => prepare({ views: "ten-crop" })).toThrow(OptionError);
});

describe("a run's folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "alexgrad-resume-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (name: string, change: Partial<Recipe> = {}) =>
    Run.create(
      join(folder, name),
      {
        version: "0",
        recipe: { ...recipe, ...change },
        stored: train.shape,
        input: train.shape,
        classes: train.classes,
        seed: 3,
        data: { path: "builtin", limit: 40, holdOut: null, onError: "fail", sha256: "" },
        machine: {},
      },
      data.statistics,
    );
  const losses = (name: string) =>
    readFileSync(join(folder, name, "metrics.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => repeatable(JSON.parse(line)));

  it("keeps of epochs with the same accuracy the one with the lowest loss", async () => {
    const trainer = prepare({});
    const measured = [
      [0.5, 2],
      [0.5, 1],
      [0.5, 1.5],
      [0.4, 0.1],
      [0.5, Number.NaN],
    ] as const;
    vi.spyOn(trainer, "run").mockImplementation(async function* () {
      for (const [i, [top1, loss]] of measured.entries()) {
        const counts = {
          epoch: i + 1,
          step: i + 1,
          trainLoss: 1,
          trainTop1: 0.5,
          lr: 0.1,
          imagesPerSecond: 1,
          seconds: 1,
        };
        yield { event: "epoch", ...counts, validation: { count: 8, loss, top1, top5: 1 } };
      }
    });
    using run = await start("ties");
    expect((await runTraining({ run, trainer })).best).toEqual({ epoch: 2, top1: 0.5, loss: 1 });
  });

  it("holds the same curve for a run that stopped twice, and cuts off what was logged after a checkpoint", async () => {
    await runTraining({ run: await start("whole"), trainer: prepare({}) });
    let steps = 0;
    const first = await start("cut");
    const outcome = await runTraining({ run: first, trainer: prepare({}), shouldStop: () => ++steps === 2 });
    expect(outcome.outcome).toBe("interrupted");
    await first.log({ event: "step", step: 999 });
    first.close();

    using again = await Run.open(join(folder, "cut"));
    const trainer = prepare({});
    const checkpoint = await again.resume();
    trainer.load(checkpoint.state);
    expect(trainer.position).toMatchObject({ epoch: 1, batch: 2, step: 2 });
    const { best } = await runTraining({ run: again, trainer, progress: checkpoint.progress });
    expect(losses("cut")).toEqual(losses("whole"));
    expect(best).not.toBeNull();
    for (const file of ["best.safetensors", "statistics.safetensors"]) {
      expect(readFileSync(join(folder, "cut", file))).toEqual(readFileSync(join(folder, "whole", file)));
    }
    const events: TrainEvent[] = await again.events();
    expect(events.filter(({ event }) => event === "epoch")).toHaveLength(2);
  });

  it("stops early, and stays stopped when it is resumed", async () => {
    const change = { patience: 1, lr: 0, epochs: 9, width: 1 };
    const run = await start("early", change);
    const { outcome } = await runTraining({ run, trainer: prepare(change) });
    expect(outcome).toBe("stopped early");
    const { progress, state } = await run.resume();
    const { epoch } = state.position;
    expect(epoch).toBe(progress.best!.epoch + 2);
    const trainer = prepare(change);
    trainer.load(state);
    expect((await runTraining({ run, trainer, progress })).outcome).toBe("stopped early");
    expect(trainer.position.epoch).toBe(epoch);
  });

  it("keeps the last good checkpoint when the loss explodes", async () => {
    const run = await start("explodes", { lr: 1e9, clipNorm: null });
    const failed = runTraining({ run, trainer: prepare({ lr: 1e9, clipNorm: null }) });
    await expect(failed).rejects.toThrow(/train: step \d+ \(epoch 1\): the loss is (NaN|Infinity): \w+: /);
    const { state } = await run.resume();
    expect(state.position.step).toBe(0);
    expect(Object.values(state.tensors).every(({ data }) => data.every(Number.isFinite))).toBe(true);
  });

  it("names what is damaged", async () => {
    const file = join(folder, "explodes", "last.safetensors");
    const bytes = readFileSync(file);
    expect(() => decodeCheckpoint(bytes.subarray(0, 1000), "cut off")).toThrow("cut off: ");
    expect(() => decodeCheckpoint(readFileSync(join(folder, "whole", "best.safetensors")), "weights")).toThrow(
      "weights: expected the checkpoint of a training, not weights alone",
    );
    await expect(Run.open(join(folder, "nothing"))).rejects.toThrow("config.json: does not exist");
  });
});
