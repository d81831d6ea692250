import { backward } from "../core/backward.ts";
import { AlexgradError } from "../core/errors.ts";
import { checkInteger } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { tensor } from "../create.ts";
import type { Batch, Loader } from "../data/loader.ts";
import type { Device } from "../devices/device.ts";
import { seedDropout } from "../nn/dropout.ts";
import type { Module } from "../nn/module.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import type { Optimizer } from "../optim/optimizer.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";

export interface TrainOptions {
  readonly model: Module;
  readonly optimizer: Optimizer<object>;
  readonly device: Device;
  readonly train: Loader;
  readonly validation: Loader | null;
  readonly epochs: number;
  /** Dropout masks are functions of this stream's key and the step. */
  readonly rng: Rng;
  /** Sets the optimiser's learning rate; called after every step. */
  readonly afterStep?: () => void;
  /** The same, after every epoch. */
  readonly afterEpoch?: (event: EpochEvent) => void;
}

/** One optimiser step. Epochs and steps count from 1. */
export interface StepEvent {
  readonly event: "step";
  readonly epoch: number;
  readonly step: number;
  /** Images seen in this epoch so far. */
  readonly images: number;
  readonly loss: number;
  readonly lr: number;
}

export interface EpochEvent {
  readonly event: "epoch";
  readonly epoch: number;
  readonly step: number;
  /** Mean over the epoch's images, each at the time it was seen. */
  readonly trainLoss: number;
  readonly validation: Evaluation | null;
  /** Of training, without validation. */
  readonly imagesPerSecond: number;
}

/** Trains a classifier with softmax cross-entropy, and tells after each step and each epoch how it goes. Whoever listens
 *  may stop at any event; parameters are then as that step left them.
 *  @throws AlexgradError if the loss stops being finite. */
export async function* train(options: TrainOptions): AsyncGenerator<StepEvent | EpochEvent, void, undefined> {
  const { model, optimizer, device, validation, epochs, rng } = options;
  checkInteger("train", "epochs", epochs, 1);
  model.train();
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let images = 0;
    let lossSum = 0;
    let milliseconds = 0;
    for (const batch of options.train.epoch(epoch)) {
      seedDropout(model, rng.fork("dropout", ++step));
      const started = performance.now();
      const loss = await trainStep(model, optimizer, device, batch);
      milliseconds += performance.now() - started;
      if (!Number.isFinite(loss)) {
        throw new AlexgradError(
          `train: the loss is ${loss} at step ${step} (epoch ${epoch}); try a lower learning rate`,
        );
      }
      images += batch.labels.length;
      lossSum += loss * batch.labels.length;
      yield { event: "step", epoch, step, images, loss, lr: optimizer.lr };
      options.afterStep?.();
    }
    const evaluation = validation && (await evaluate(model, validation, device));
    const imagesPerSecond = (1000 * images) / milliseconds;
    const event: EpochEvent = {
      event: "epoch",
      epoch,
      step,
      trainLoss: lossSum / images,
      validation: evaluation,
      imagesPerSecond,
    };
    yield event;
    options.afterEpoch?.(event);
  }
}

/** Forward, backward and update on one batch; the mean loss before the update. Leaves no memory behind. */
async function trainStep(model: Module, optimizer: Optimizer<object>, device: Device, batch: Batch): Promise<number> {
  const loss = scope(() => {
    const scores = model.forward(tensor(batch.images, batch.shape, { device }));
    const mean = crossEntropy(scores, batch.labels);
    optimizer.zeroGrad();
    backward(mean);
    optimizer.step();
    return mean.detach();
  });
  const value = await loss.item();
  loss.dispose();
  return value;
}
