import { AlexgradError, DivergenceError } from "../core/errors.ts";
import { checkInteger, checkOptions, checkRequired } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import type { State } from "../core/state.ts";
import type { Batch } from "../data/loader.ts";
import { checkValue } from "../io/check.ts";
import { seedDropout } from "../nn/dropout.ts";
import { clipGradNorm } from "../optim/index.ts";
import { trainerStateCheck } from "./checkpoint.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { LayerObserver, type LayerStatistics } from "./layerStatistics.ts";
import { computeGradients, lossOptions, wholeStep } from "./step.ts";
import type { Position, TrainerState } from "./trainerState.ts";
import { type TrainOptions, trainOptions } from "./trainOptions.ts";
import type { Views } from "./views.ts";

/** One optimizer step. Epochs and steps count from 1. */
export interface StepEvent {
  readonly event: "step";
  readonly epoch: number;
  readonly step: number;
  /** Images seen in this epoch so far. */
  readonly images: number;
  readonly loss: number;
  readonly lr: number;
}

/** What the layers did in a step; comes before its own event. */
export interface LayersEvent {
  readonly event: "layers";
  readonly epoch: number;
  readonly step: number;
  readonly layers: readonly LayerStatistics[];
}

/** An epoch is done. */
export interface EpochEvent {
  readonly event: "epoch";
  readonly epoch: number;
  readonly step: number;
  /** Mean over the epoch's images, each at the time it was seen. */
  readonly trainLoss: number;
  /** Share of them that the network got right at that time. */
  readonly trainTop1: number;
  /** The rate of the epoch's last step. */
  readonly lr: number;
  readonly validation: Evaluation | null;
  /** How fast the steps were, without validation and without waiting for images. */
  readonly imagesPerSecond: number;
  /** Time spent in training and validation since step 1. */
  readonly seconds: number;
}

/** What a training tells: of a layer, a step, an epoch. */
export type TrainEvent = StepEvent | LayersEvent | EpochEvent;

/** Trains a classifier with softmax cross-entropy, and tells after each step and each epoch how it goes.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Rng, Sequential, SGD } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { Trainer } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
 *  const images = new Loader(builtin({ count: 40 }), { batchSize: 20, shuffle: true });
 *  const device = defaultDevice();
 *  const trainer = new Trainer({ model, optimizer, device, train: images, validation: null, epochs: 1, rng: new Rng(0) });
 *  const events: string[] = [];
 *  for await (const { event, step } of trainer.run()) events.push(`${event} ${step}`);
 *  console.log(events.join(", ")); // step 1, step 2, epoch 2
 *  ``` */
export class Trainer {
  readonly #options: TrainOptions;
  #position: Position = { ...newEpoch(1), step: 0, seconds: 0 };

  /** Trains nothing yet: see `run`.
   *  @throws OptionError unless epochs ≥ 1, or for an unknown option. */
  constructor(options: TrainOptions) {
    checkOptions("train", options, trainOptions);
    checkRequired("train", options, trainOptions, "model", "optimizer", "device", "train", "validation", "rng");
    checkInteger("train", "epochs", options.epochs, 1);
    checkInteger("train", "observeEvery", options.observeEvery ?? 0, 0);
    checkOptions("train", options.loss ?? {}, lossOptions);
    this.#options = options;
  }

  /** Where it stands. */
  get position(): Position {
    return this.#position;
  }

  /** What happens from here to the end. Whoever listens may stop, or take the `state`, at any event; parameters are then as
   *  that step left them.
   *  @throws AlexgradError, before it tells or counts a step, if anything failed in it: forward, backward, update or
   *  observation. Running statistics are then as before that step, and where the loss is not finite parameters are, too. */
  async *run(): AsyncGenerator<TrainEvent, void, undefined> {
    const { model, train, epochs } = this.#options;
    const { training } = model;
    model.train();
    try {
      while (this.#position.epoch <= epochs) {
        const { epoch, batch } = this.#position;
        if (batch < train.length) for await (const next of train.epoch(epoch, batch)) yield* this.#step(next);
        yield await this.#endEpoch();
      }
    } finally {
      model.train(training);
    }
  }

  async *#step(batch: Batch): AsyncGenerator<StepEvent | LayersEvent, void, undefined> {
    const {
      model,
      optimizer,
      device,
      rng,
      schedule,
      loss: options,
      clipNorm,
      average,
      observeEvery = 0,
      layerNames = new Map(),
    } = this.#options;
    const at = this.#position;
    const { epoch } = at;
    const step = at.step + 1;
    const started = performance.now();
    seedDropout(model, rng.fork("dropout", step));
    const observer = observeEvery > 0 && (step - 1) % observeEvery === 0 ? new LayerObserver(model, layerNames) : null;
    const { loss, correct, layers } = await wholeStep(model, device, async () => {
      const result = await computeGradients(model, device, batch, { ...options, accumulate: this.#parts(batch) });
      scope(() => {
        if (clipNorm != null) clipGradNorm(model.parameters(), clipNorm);
        optimizer.step();
        average?.step();
      });
      return { ...result, layers: await observer?.finish() };
    })
      .catch((cause) => {
        if (!(cause instanceof AlexgradError)) throw cause;
        const Failure = cause instanceof DivergenceError ? DivergenceError : AlexgradError;
        throw new Failure(`train: step ${step} (epoch ${epoch}): ${cause.message}`, { cause });
      })
      .finally(() => observer?.dispose());
    const { lr } = optimizer;
    schedule?.afterStep();
    const milliseconds = performance.now() - started;
    const count = batch.labels.length;
    this.#position = {
      epoch,
      batch: at.batch + 1,
      step,
      images: at.images + count,
      lossSum: at.lossSum + loss * count,
      correct: at.correct + correct,
      milliseconds: at.milliseconds + milliseconds,
      seconds: at.seconds + milliseconds / 1000,
    };
    if (layers) yield { event: "layers", epoch, step, layers };
    yield { event: "step", epoch, step, images: this.#position.images, loss, lr };
  }

  /** A batch that is not full has fewer parts, none of them smaller than a full one's. */
  #parts({ labels: { length } }: Batch): number {
    const {
      loss: { accumulate = 1 } = {},
      train: { batchSize = length },
    } = this.#options;
    return Math.max(1, Math.floor((accumulate * length) / batchSize));
  }

  async #endEpoch(): Promise<EpochEvent> {
    const { validation, schedule, optimizer } = this.#options;
    const { epoch, step, images, lossSum, correct, milliseconds, seconds } = this.#position;
    const { lr } = optimizer;
    const started = performance.now();
    const evaluation = validation && (await this.#measure(validation));
    const trainLoss = lossSum / images;
    schedule?.afterEpoch(evaluation?.loss ?? trainLoss);
    const total = seconds + (performance.now() - started) / 1000;
    this.#position = { ...newEpoch(epoch + 1), step, seconds: total };
    const imagesPerSecond = (1000 * images) / milliseconds;
    const trainTop1 = correct / images;
    return {
      event: "epoch",
      epoch,
      step,
      trainLoss,
      trainTop1,
      lr,
      validation: evaluation,
      imagesPerSecond,
      seconds: total,
    };
  }

  async #measure(validation: Views): Promise<Evaluation> {
    const { model, device, average } = this.#options;
    average?.swap();
    try {
      return await evaluate(model, validation, device);
    } finally {
      average?.swap();
    }
  }

  /** A copy of where the training stands. */
  async state(): Promise<TrainerState> {
    const { model, optimizer, schedule, average } = this.#options;
    const { buffers, lr, steps } = await optimizer.state();
    const tensors = {
      ...prefixed("model", await model.state()),
      ...prefixed("optimizer", buffers),
      ...(average && prefixed("average", await average.state())),
    };
    return {
      tensors,
      position: this.#position,
      optimizer: { lr, steps },
      schedule: schedule?.state() ?? null,
      averageSteps: average?.steps ?? 0,
    };
  }

  /** Continues from a state, bit for bit, given the same options.
   *  @throws AlexgradError or ShapeError if it is another training's. */
  load(state: TrainerState): void {
    checkValue("Trainer.load", "state", state, trainerStateCheck);
    const { tensors, position, optimizer, schedule, averageSteps } = state;
    const options = this.#options;
    options.model.load(unprefixed("model", tensors));
    options.average?.load(averageSteps, unprefixed("average", tensors));
    options.schedule?.load(schedule);
    options.optimizer.load({ ...optimizer, buffers: unprefixed("optimizer", tensors) });
    this.#position = position;
  }

  /** The weights to measure and to keep: their average, where there is one. */
  async weights(): Promise<State> {
    const { model, average } = this.#options;
    return average ? { ...(await model.state()), ...(await average.state()) } : model.state();
  }
}

/** Trains a classifier: `new Trainer(options).run()`.
 *  @returns what happens, event by event, to the end.
 *  @throws OptionError unless epochs ≥ 1, or for an unknown option; AlexgradError if a step fails.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Rng, Sequential, SGD } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { train } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
 *  const images = new Loader(builtin({ count: 40 }), { batchSize: 20, shuffle: true });
 *  const device = defaultDevice();
 *  const training = train({ model, optimizer, device, train: images, validation: images, epochs: 2, rng: new Rng(0) });
 *  const losses: number[] = [];
 *  for await (const event of training) if (event.event === "epoch") losses.push(event.validation!.loss);
 *  console.log(losses.length); // 2
 *  ``` */
export function train(options: TrainOptions): AsyncGenerator<TrainEvent, void, undefined> {
  return new Trainer(options).run();
}

function newEpoch(epoch: number): Omit<Position, "step" | "seconds"> {
  return { epoch, batch: 0, images: 0, lossSum: 0, correct: 0, milliseconds: 0 };
}

function prefixed(prefix: string, state: State): State {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`${prefix}.${name}`, value]));
}

/** The part of a `TrainerState` under "model", "optimizer" or "average". */
export function unprefixed(prefix: string, state: State): State {
  const own = Object.entries(state).filter(([name]) => name.startsWith(`${prefix}.`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length + 1), value]));
}
