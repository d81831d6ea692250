import type { Tensor } from "../core/tensor.ts";
import {
  Adagrad,
  Adam,
  CosineAnnealingLR,
  OneCycleLR,
  type Optimizer,
  ReduceLROnPlateau,
  SGD,
  StepLR,
} from "../optim/index.ts";
import type { TrainOptions } from "../train/train.ts";

export const optimizerNames = ["sgd", "adagrad", "adam"] as const;
export const scheduleNames = ["constant", "step", "cosine", "one-cycle", "plateau"] as const;

const defaultRates = { sgd: 0.01, adagrad: 0.01, adam: 0.001 };

/** @param rate default: by optimiser. SGD has momentum 0.9. */
export function makeOptimizer(
  name: (typeof optimizerNames)[number],
  params: Tensor[],
  options: { readonly lr: number | undefined; readonly weightDecay: number },
): Optimizer<object> {
  const { lr = defaultRates[name], weightDecay } = options;
  switch (name) {
    case "sgd":
      return new SGD(params, { lr, momentum: 0.9, weightDecay });
    case "adagrad":
      return new Adagrad(params, { lr, weightDecay });
    case "adam":
      return new Adam(params, { lr, weightDecay });
  }
}

/** When the learning rate changes: every schedule ends with the last step. */
export function makeSchedule(
  name: (typeof scheduleNames)[number],
  optimizer: Optimizer<object>,
  stepsPerEpoch: number,
  epochs: number,
): Pick<TrainOptions, "afterStep" | "afterEpoch"> {
  const steps = stepsPerEpoch * epochs;
  switch (name) {
    case "constant":
      return {};
    case "step": {
      const schedule = new StepLR(optimizer, { stepSize: Math.max(1, Math.floor(epochs / 3)) });
      return { afterEpoch: () => schedule.step() };
    }
    case "cosine": {
      const schedule = new CosineAnnealingLR(optimizer, { tMax: steps });
      return { afterStep: () => schedule.step() };
    }
    case "one-cycle": {
      const schedule = new OneCycleLR(optimizer, { maxLr: optimizer.lr, totalSteps: Math.max(2, steps) });
      return { afterStep: () => schedule.step() };
    }
    case "plateau": {
      const schedule = new ReduceLROnPlateau(optimizer, { patience: 2 });
      return { afterEpoch: ({ validation, trainLoss }) => schedule.step(validation?.loss ?? trainLoss) };
    }
  }
}
