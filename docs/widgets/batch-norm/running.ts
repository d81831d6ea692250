import { Rng } from "../../../src/core/rng.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { tensor } from "../../../src/create.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { batchNorm, mean, variance } from "../../../src/ops/index.ts";

import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

/** The running statistics after each batch, from none on, and each batch's own. */
export interface Running {
  readonly mean: readonly Floats[];
  readonly variance: readonly Floats[];
  readonly batchMean: readonly Floats[];
  readonly batchVariance: readonly Floats[];
}

/** They begin as layers begin: at 0 and 1. */
export const running = once((s: State): Running => {
  const device = made([0], [1]).device as ReferenceDevice;
  const buffer = (value: number) => tensor(new Float64Array(s.c).fill(value), [s.c], { device });
  const [runningMean, runningVar] = [buffer(0), buffer(1)];
  const all = { mean: [values(runningMean)], variance: [values(runningVar)] };
  const batches = Array.from({ length: s.batches }, (_, i) => batchAt(s, i));
  for (const x of batches) {
    batchNorm(x, { training: true, runningMean, runningVar, momentum: Number(s.momentum) });
    all.mean.push(values(runningMean));
    all.variance.push(values(runningVar));
  }
  return {
    ...all,
    batchMean: batches.map((x) => values(mean(x, { axis: 0 }))),
    batchVariance: batches.map((x) => values(variance(x, { axis: 0 }))),
  };
});

/** The variance of which the batches are drawn, in whose place a batch's unbiased one stands. */
export const truth = (s: State): Floats =>
  values(variance(made(numbersOf(s, "x"), shapeOf(s)), { axis: 0, correction: 1 }));

function batchAt(s: State, i: number): Tensor {
  const x = made(numbersOf(s, "x"), shapeOf(s));
  if (s.source === "same") return x;
  const rng = new Rng(i);
  const [mu, sigma2] = [values(mean(x, { axis: 0 })), truth(s)];
  const drawn = Array.from({ length: x.size }, (_, flat) => {
    const [, c] = coordinates(flat, shapeOf(s));
    return rng.normal(mu[c], Math.sqrt(sigma2[c]));
  });
  return made(drawn, shapeOf(s));
}
