import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/index.ts";
import { reference, tensor } from "../../src/index.ts";
import {
  Adagrad,
  Adam,
  CosineAnnealingLR,
  type HasLr,
  OneCycleLR,
  type Optimizer,
  ReduceLROnPlateau,
  SGD,
  StepLR,
} from "../../src/optim/index.ts";

interface Steps {
  readonly optimizer: "SGD" | "Adagrad" | "Adam";
  readonly name: string;
  readonly options: { readonly lr: number };
  readonly learningRates: number[];
  readonly initial: number[];
  readonly gradients: number[][];
  readonly parameters: number[][];
}

type Rates = { readonly learningRates: number[]; readonly metrics?: number[] } & (
  | { readonly schedule: "StepLR"; readonly options: { lr: number; stepSize: number; gamma: number } }
  | { readonly schedule: "CosineAnnealingLR"; readonly options: { lr: number; tMax: number; etaMin: number } }
  | { readonly schedule: "OneCycleLR"; readonly options: { lr?: number; maxLr: number; totalSteps: number } }
  | { readonly schedule: "ReduceLROnPlateau"; readonly options: { lr: number; factor: number } }
);

const golden: { torch: string; optimizers: Steps[]; schedules: Rates[] } = JSON.parse(
  readFileSync(new URL("../golden/optimizers.json", import.meta.url), "utf8"),
);

const optimizers: Record<Steps["optimizer"], (params: Tensor[], options: { lr: number }) => Optimizer> = {
  SGD: (params, options) => new SGD(params, options),
  Adagrad: (params, options) => new Adagrad(params, options),
  Adam: (params, options) => new Adam(params, options),
};

describe(`equals PyTorch ${golden.torch} in float64`, () => {
  it.each(golden.optimizers)("$optimizer: $name", async ({ optimizer, options, learningRates, initial, ...steps }) => {
    const device = reference({ dtype: "float64" });
    const w = tensor(initial, { device, requiresGrad: true });
    const stepper = optimizers[optimizer]([w], options);
    for (const [i, lr] of learningRates.entries()) {
      stepper.lr = lr;
      w.zeroGrad();
      w.mul(tensor(steps.gradients[i], { device })).sum().backward();
      stepper.step();
      const values = await w.data();
      values.forEach((value, j) => {
        expect(value).toBeCloseTo(steps.parameters[i][j], 10);
      });
    }
  });

  it.each(golden.schedules)("$schedule $options", (row) => {
    const optimizer = { lr: row.options.lr ?? 1 };
    const advance = scheduler(row, optimizer);
    row.learningRates.forEach((rate, i) => {
      expect(Math.abs(optimizer.lr - rate)).toBeLessThan(1e-12);
      advance(row.metrics?.[i] ?? 0);
    });
  });
});

function scheduler(row: Rates, optimizer: HasLr): (metric: number) => void {
  if (row.schedule === "ReduceLROnPlateau") {
    const plateau = new ReduceLROnPlateau(optimizer, withoutLr(row.options));
    return (metric) => plateau.step(metric);
  }
  const schedule =
    row.schedule === "StepLR"
      ? new StepLR(optimizer, withoutLr(row.options))
      : row.schedule === "CosineAnnealingLR"
        ? new CosineAnnealingLR(optimizer, withoutLr(row.options))
        : new OneCycleLR(optimizer, withoutLr(row.options));
  return () => schedule.step();
}

function withoutLr<O extends { lr?: number }>({ lr: _, ...options }: O): Omit<O, "lr"> {
  return options;
}
