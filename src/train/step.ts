import { detectAnomaly } from "../core/anomaly.ts";
import { backward } from "../core/backward.ts";
import { deviceKind } from "../core/deviceKind.ts";
import { AnomalyError, DivergenceError } from "../core/errors.ts";
import { kind, number, record } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import { aliasOf } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Batch } from "../data/loader.ts";
import type { Device } from "../devices/device.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import { mul } from "../ops/arithmetic.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";

/** How the loss of a batch is taken. */
export interface LossOptions {
  /** The share of each target that goes to all classes: see `crossEntropy`. Default: 0. */
  readonly labelSmoothing?: number;
  /** How many parts a batch is worked through in; their gradients add up. Default: 1. A `Trainer` works through a batch that
   *  is not full in fewer. */
  readonly accumulate?: number;
}

export const lossOptions: Kinds<LossOptions> = { labelSmoothing: number, accumulate: number };

const batchKind = kind("a batch { images, shape, labels, indices }", (value): value is Batch => {
  if (!record.accepts(value) || !("images" in value && "labels" in value && "indices" in value)) return false;
  const { images, labels, indices } = value;
  return images instanceof Float32Array && labels instanceof Uint16Array && indices instanceof Uint32Array;
});

/** How one batch did, before the update. */
export interface StepResult {
  /** Mean over the batch. */
  readonly loss: number;
  /** Images whose label had the highest score. */
  readonly correct: number;
}

/** Carries a step out to its end: resolves once all that `work` called on the device is computed, and rejects with the first
 *  failure, whether somebody waited for what failed or not. Nothing of a step may be told, saved or counted before that. */
export function wholeStep<T>(model: Module, device: Device, work: () => Promise<T>): Promise<T> {
  return keepingBuffers(model, async () => {
    try {
      const result = await work();
      await device.sync();
      return result;
    } catch (error) {
      // What else failed in this step is not to be found in the next one.
      await device.sync().catch(() => {});
      throw error;
    }
  });
}

/** Where `work` fails, running statistics that its forward passes moved on are put back. */
async function keepingBuffers<T>(model: Module, work: () => Promise<T>): Promise<T> {
  const buffers = [...model.namedBuffers().values()];
  const kept = buffers.map((buffer) => ({ buffer, before: aliasOf(buffer, false) }));
  try {
    return await work();
  } catch (error) {
    for (const { buffer, before } of kept) buffer.copyFrom(before);
    throw error;
  } finally {
    for (const { before } of kept) before.dispose();
  }
}

/** Forward and backward passes on one batch: gradients lie in the parameters' `grad`, all else is freed. Resolves when the
 *  forward passes are done; the backward pass may still run, and fail: see `wholeStep`.
 *  @param model [n, c, h, w] → scores [n, classes].
 *  @param device where the model lies.
 *  @param batch as a `Loader` makes it.
 *  @returns the loss, and how many images were right.
 *  @throws DivergenceError if the loss is not finite, naming the operator where that began. Running statistics are then as
 *  before. OptionError for an option that is unknown or out of range.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Sequential } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { computeGradients } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const [batch] = new Loader(builtin({ count: 20 }), { batchSize: 20 }).epoch();
 *  const { loss } = await computeGradients(model, defaultDevice(), batch!);
 *  console.log(loss > 0, model.parameters()[0]?.grad?.shape); // true [ 10, 3072 ]
 *  ``` */
export async function computeGradients(
  model: Module,
  device: Device,
  batch: Batch,
  options: LossOptions = {},
): Promise<StepResult> {
  checkArgument("computeGradients", "model", model, moduleKind);
  checkArgument("computeGradients", "device", device, deviceKind);
  checkArgument("computeGradients", "batch", batch, batchKind);
  checkOptions("computeGradients", options, lossOptions);
  const { accumulate = 1 } = options;
  checkInteger("computeGradients", "accumulate", accumulate, 1);
  const run = () =>
    Promise.all(parts(batch, accumulate).map((part) => differentiate(model, device, part, batch, options)));
  for (const parameter of model.parameters()) parameter.zeroGrad();
  return keepingBuffers(model, async () => {
    const results = await run();
    const loss = results.reduce((sum, part) => sum + part.loss, 0);
    const correct = results.reduce((sum, part) => sum + part.correct, 0);
    if (!Number.isFinite(loss)) {
      throw new DivergenceError(`the loss is ${loss}: ${await findOrigin(run)}; try a lower learning rate`);
    }
    return { loss, correct };
  });
}

async function differentiate(
  model: Module,
  device: Device,
  part: Batch,
  { labels: { length } }: Batch,
  { labelSmoothing = 0 }: LossOptions,
): Promise<StepResult> {
  const [scores, loss] = await scope(() => {
    const scores = model.forward(tensor(part.images, part.shape, { device }));
    const sum = crossEntropy(scores, part.labels, { labelSmoothing, reduction: "sum" });
    const loss = mul(sum, 1 / length);
    // Asked for before the backward pass is called, the values arrive while it runs.
    const values = Promise.all([scores.data(), loss.item()]);
    // Where backward throws, that is the error to report.
    values.catch(() => {});
    backward(loss);
    return { values };
  }).values;
  return { correct: countCorrect(scores, part.labels), loss };
}

/** Slices of a batch, as equal as can be. */
function parts(batch: Batch, count: number): Batch[] {
  const n = batch.labels.length;
  if (count > n) count = n;
  const size = batch.images.length / n;
  const [, ...image] = batch.shape;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * n) / count), Math.floor(((i + 1) * n) / count)];
    return {
      images: batch.images.subarray(from * size, to * size),
      shape: [to - from, ...image],
      labels: batch.labels.subarray(from, to),
      indices: batch.indices.subarray(from, to),
    };
  });
}

function countCorrect(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classes = scores.length / labels.length;
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (scores[i * classes + c] > scores[i * classes + best]) best = c;
    if (best === labels[i]) correct++;
  }
  return correct;
}

async function findOrigin(run: () => Promise<unknown>): Promise<string> {
  try {
    await detectAnomaly(run);
  } catch (error) {
    if (error instanceof AnomalyError) return error.message.split("\n")[0];
    throw error;
  }
  return "every operator's values are finite";
}
