import { deviceKind } from "../core/deviceKind.ts";
import { DivergenceError } from "../core/errors.ts";
import { finite, instanceOf, kind, listOf, number, record } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, checkRequired, type Kinds } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import { rng as stream } from "../core/tensorKinds.ts";
import { type BatchSource, sourceKind } from "../data/loader.ts";
import type { Device } from "../devices/device.ts";
import { seedDropout } from "../nn/dropout.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import { Optimizer } from "../optim/index.ts";
import { computeGradients, type LossOptions, wholeStep } from "./step.ts";

/** What is trained, and over which rates. */
export interface LrFindOptions {
  /** The network: [n, c, h, w] → scores [n, classes]. */
  readonly model: Module;
  /** Made of its parameters. */
  readonly optimizer: Optimizer<object>;
  /** Where the network lies. */
  readonly device: Device;
  /** The images to train on. */
  readonly train: BatchSource;
  /** The stream that dropout draws from. */
  readonly rng: Rng;
  /** How the loss is taken. Default: {}, plain cross-entropy of the whole batch. */
  readonly loss?: LossOptions;
  /** The first rate. Default: 1e-6. */
  readonly from?: number;
  /** The last one. Default: 10. */
  readonly to?: number;
  /** Steps from the first to the last. Default: 100. */
  readonly steps?: number;
}

const lrFindOptions: Kinds<LrFindOptions> = {
  model: moduleKind,
  optimizer: instanceOf("an optimizer", Optimizer),
  device: deviceKind,
  train: sourceKind,
  rng: stream,
  loss: record,
  from: finite,
  to: finite,
  steps: number,
};

/** The loss of one step of a range test. */
export interface RatePoint {
  readonly lr: number;
  readonly loss: number;
  /** Exponential moving average with decay 0.9, corrected for its start. */
  readonly smoothed: number;
}

const pointList = listOf(
  kind(
    "{ lr, loss, smoothed }",
    (value): value is RatePoint =>
      record.accepts(value) && "smoothed" in value && number.accepts(value.smoothed) && "lr" in value,
  ),
);

/** A learning-rate range test: one step at each of a series of rates, each the same factor above the one
 *  before. Ends early once the smoothed loss is four times its lowest, or no number. Changes the model.
 *  Source: Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3.
 *  @returns each step's rate and loss, as it ends.
 *  @throws OptionError unless 0 < from < to and steps ≥ 2; DivergenceError or another AlexgradError if the first step failed.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Rng, Sequential, SGD } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { lrFind } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
 *  const train = new Loader(builtin({ count: 40 }), { batchSize: 20 });
 *  const search = lrFind({ model, optimizer, device: defaultDevice(), train, rng: new Rng(0), from: 1e-6, to: 1e-3, steps: 4 });
 *  const rates: string[] = [];
 *  for await (const { lr } of search) rates.push(lr.toFixed(6));
 *  console.log(rates.join(" ")); // 0.000001 0.000010 0.000100 0.001000
 *  ``` */
export async function* lrFind(options: LrFindOptions): AsyncGenerator<RatePoint, void, undefined> {
  checkOptions("lrFind", options, lrFindOptions);
  const { model, optimizer, device, train, rng, loss: lossOptions, from = 1e-6, to = 10, steps = 100 } = options;
  checkRequired("lrFind", options, lrFindOptions, "model", "optimizer", "device", "train", "rng");
  checkInteger("lrFind", "steps", steps, 2);
  checkNumber("lrFind", "from", from, Number.MIN_VALUE);
  checkNumber("lrFind", "to", to, from * (1 + 1e-9));
  model.train();
  let average = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let step = 0;
  for (let epoch = 1; ; epoch++) {
    for await (const batch of train.epoch(epoch)) {
      optimizer.lr = from * (to / from) ** (step / (steps - 1));
      seedDropout(model, rng.fork("dropout", ++step));
      let loss: number;
      try {
        loss = await wholeStep(model, device, async () => {
          const result = await computeGradients(model, device, batch, lossOptions);
          optimizer.step();
          return result.loss;
        });
      } catch (error) {
        if (error instanceof DivergenceError && step > 1) return;
        throw error;
      }
      average = 0.9 * average + 0.1 * loss;
      const smoothed = average / (1 - 0.9 ** step);
      lowest = Math.min(lowest, smoothed);
      yield { lr: optimizer.lr, loss, smoothed };
      if (smoothed > 4 * lowest || step === steps) return;
    }
  }
}

/** A rate to train with: where the smoothed loss falls the fastest per factor of the rate, over a tenth of the points; null
 *  if it never falls by 5 % below where it began.
 *  @param points as `lrFind` yields them.
 *  @returns the rate, or null.
 *
 *  @example
 *  ```ts
 *  import { suggestRate } from "alexgrad/train";
 *
 *  const losses = [2, 2, 1.9, 1, 0.9, 3];
 *  const points = losses.map((loss, i) => ({ lr: 10 ** (i - 5), loss, smoothed: loss }));
 *  console.log(suggestRate(points)); // 0.001
 *  ``` */
export function suggestRate(points: readonly RatePoint[]): number | null {
  checkArgument("suggestRate", "points", points, pointList);
  if (points.length === 0) return null;
  const span = Math.max(1, Math.round(points.length / 20));
  const losses = points.map(({ smoothed }) => smoothed);
  const begin = losses.slice(0, 2 * span).reduce((sum, loss) => sum + loss, 0) / Math.min(points.length, 2 * span);
  const lowest = losses.indexOf(Math.min(...losses));
  if (lowest === 0 || !(losses[lowest] < 0.95 * begin)) return null;
  let steepest = { slope: 0, lr: points[lowest].lr };
  for (let i = span; i < Math.min(lowest, points.length - span); i++) {
    const slope = losses[i + span] - losses[i - span];
    if (slope < steepest.slope) steepest = { slope, lr: points[i].lr };
  }
  return steepest.lr;
}
