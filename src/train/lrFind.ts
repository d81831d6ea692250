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

export interface LrFindOptions {
  readonly model: Module;
  readonly optimizer: Optimizer<object>;
  readonly device: Device;
  readonly train: BatchSource;
  readonly rng: Rng;
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
  optimizer: instanceOf("an optimiser", Optimizer),
  device: deviceKind,
  train: sourceKind,
  rng: stream,
  loss: record,
  from: finite,
  to: finite,
  steps: number,
};

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

/** A learning-rate range test (Smith 2017): one step at each of a series of rates, each the same factor above the one
 *  before. Ends early once the smoothed loss is four times its lowest, or no number. Changes the model.
 *  @throws OptionError unless 0 < from < to and steps ≥ 2; AlexgradError if a step failed. */
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
 *  if it never falls by 5 % below where it began. */
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
