import { callback, finite, kind, number, numbers } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, type Kinds } from "../core/options.ts";

/** What a schedule sets: an optimizer. */
export interface HasLr {
  lr: number;
}

export const hasLr = kind("an optimizer, or another object with lr", (value): value is HasLr => {
  return typeof value === "object" && value !== null && "lr" in value && finite.accepts(value.lr);
});

/** Where a schedule stands, for a resumed training. */
export interface ScheduleState {
  readonly baseLr: number;
  readonly steps: number;
}

/** Sets an optimizer's learning rate to a function of the number of steps so far: call `step` after each step of the
 *  optimizer, or after each epoch. The rate for step 0 is set at once.
 *
 *  @example
 *  ```ts
 *  import { LRScheduler } from "alexgrad";
 *
 *  const optimizer = { lr: 0.1 };
 *  const schedule = new LRScheduler(optimizer, (t, lr) => lr / (1 + t));
 *  schedule.step();
 *  console.log(optimizer.lr); // 0.05
 *  ``` */
export class LRScheduler {
  /** What the optimizer's rate was before the schedule. */
  #baseLr: number;
  #steps = 0;
  readonly #optimizer: HasLr;
  readonly #rate: (step: number, baseLr: number) => number;

  /** Sets the rate for step 0.
   *  @param optimizer or whatever has an `lr`, which is the rate before the schedule.
   *  @param rate the rate of step t, by the rate before the schedule. */
  constructor(optimizer: HasLr, rate: (step: number, baseLr: number) => number) {
    const who = this.constructor.name;
    checkArgument(who, "the optimizer", optimizer, hasLr);
    checkArgument(who, "rate", rate, callback());
    this.#optimizer = optimizer;
    this.#rate = rate;
    this.#baseLr = optimizer.lr;
    optimizer.lr = this.lrAt(0);
  }

  /** The rate that step `step` (from 0) runs with: what a plot of the schedule shows.
   *  @throws OptionError unless `step` is a whole number ≥ 0. */
  lrAt(step: number): number {
    checkInteger(`${this.constructor.name}.lrAt`, "step", step, 0);
    return this.#rate(step, this.#baseLr);
  }

  /** Goes on to the next step's rate. */
  step(): void {
    this.#optimizer.lr = this.lrAt(++this.#steps);
  }

  /** Where it stands, for `load`. */
  state(): ScheduleState {
    return { baseLr: this.#baseLr, steps: this.#steps };
  }

  /** Continues from a state, and sets its rate. @throws OptionError if it is invalid. */
  load(state: ScheduleState): void {
    const who = `${this.constructor.name}.load`;
    checkOptions(who, state, { baseLr: number, steps: number });
    const { baseLr, steps } = state;
    checkNumber(who, "baseLr", baseLr);
    checkInteger(who, "steps", steps, 0);
    this.#baseLr = baseLr;
    this.#steps = steps;
    this.#optimizer.lr = this.lrAt(steps);
  }
}

/** lr · γ^⌊t / stepSize⌋
 *  Source: PyTorch's torch.optim.lr_scheduler.StepLR.
 *
 *  @example
 *  ```ts
 *  import { StepLR } from "alexgrad";
 *
 *  const schedule = new StepLR({ lr: 1 }, { stepSize: 2 });
 *  console.log([0, 1, 2, 3, 4].map((t) => schedule.lrAt(t).toFixed(2)).join(" ")); // 1.00 1.00 0.10 0.10 0.01
 *  ``` */
export class StepLR extends LRScheduler {
  /** Sets the rate for step 0.
   *  @param optimizer or whatever has an `lr`, which is the rate before the schedule.
   *  @param options.stepSize steps for which the rate stays, ≥ 1.
   *  @param options.gamma γ. Default: 0.1.
   *  @throws OptionError unless stepSize ≥ 1. */
  constructor(optimizer: HasLr, options: { stepSize: number; gamma?: number }) {
    checkOptions("StepLR", options, { stepSize: number, gamma: finite });
    const { stepSize, gamma = 0.1 } = options;
    checkInteger("StepLR", "stepSize", stepSize, 1);
    super(optimizer, (t, lr) => lr * gamma ** Math.floor(t / stepSize));
  }
}

/** lr · γ^(number of milestones ≤ t)
 *  Source: PyTorch's torch.optim.lr_scheduler.MultiStepLR.
 *
 *  @example
 *  ```ts
 *  import { MultiStepLR } from "alexgrad";
 *
 *  const schedule = new MultiStepLR({ lr: 1 }, { milestones: [1, 3] });
 *  console.log([0, 1, 2, 3, 4].map((t) => schedule.lrAt(t).toFixed(2)).join(" ")); // 1.00 0.10 0.10 0.01 0.01
 *  ``` */
export class MultiStepLR extends LRScheduler {
  /** Sets the rate for step 0.
   *  @param optimizer or whatever has an `lr`, which is the rate before the schedule.
   *  @param options.milestones steps, each ≥ 1, at which the rate falls.
   *  @param options.gamma γ. Default: 0.1.
   *  @throws OptionError unless each milestone ≥ 1. */
  constructor(optimizer: HasLr, options: { milestones: readonly number[]; gamma?: number }) {
    checkOptions("MultiStepLR", options, { milestones: numbers, gamma: finite });
    const { milestones, gamma = 0.1 } = options;
    checkArgument("MultiStepLR", "milestones", milestones, numbers);
    for (const milestone of milestones) checkInteger("MultiStepLR", "milestone", milestone, 1);
    super(optimizer, (t, lr) => lr * gamma ** milestones.filter((milestone) => milestone <= t).length);
  }
}

/** etaMin + (lr − etaMin)(1 + cos(π t / tMax)) / 2: down in tMax steps, then up again.
 *  Source: PyTorch's torch.optim.lr_scheduler.CosineAnnealingLR.
 *
 *  @example
 *  ```ts
 *  import { CosineAnnealingLR } from "alexgrad";
 *
 *  const schedule = new CosineAnnealingLR({ lr: 1 }, { tMax: 4 });
 *  console.log([0, 1, 2, 3, 4].map((t) => schedule.lrAt(t).toFixed(2)).join(" ")); // 1.00 0.85 0.50 0.15 0.00
 *  ``` */
export class CosineAnnealingLR extends LRScheduler {
  /** Sets the rate for step 0.
   *  @param optimizer or whatever has an `lr`, which is the rate before the schedule.
   *  @param options.tMax steps until the rate is etaMin, ≥ 1.
   *  @param options.etaMin the lowest rate. Default: 0.
   *  @throws OptionError unless tMax ≥ 1. */
  constructor(optimizer: HasLr, options: { tMax: number; etaMin?: number }) {
    checkOptions("CosineAnnealingLR", options, { tMax: number, etaMin: finite });
    const { tMax, etaMin = 0 } = options;
    checkInteger("CosineAnnealingLR", "tMax", tMax, 1);
    super(optimizer, (t, lr) => cosine(lr, etaMin, t / tMax));
  }
}

/** The cycle of `OneCycleLR`. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly maxLr: number;
  /** How long the cycle is, ≥ 2; after it the rate stays where it is. */
  readonly totalSteps: number;
  /** Share of the steps in which the rate rises, 0 to 1. Default: 0.3. */
  readonly pctStart?: number;
  /** The rate starts at maxLr / divFactor. Default: 25. */
  readonly divFactor?: number;
  /** It ends at its start / finalDivFactor. Default: 1e4. */
  readonly finalDivFactor?: number;
}

const oneCycleOptions: Kinds<OneCycleOptions> = {
  maxLr: finite,
  totalSteps: number,
  pctStart: number,
  divFactor: finite,
  finalDivFactor: finite,
};

/** Up to maxLr and down again, each along half a cosine.
 *  Source: Smith & Topin 2018; PyTorch's torch.optim.lr_scheduler.OneCycleLR, without its cycle of the momentum.
 *
 *  @example
 *  ```ts
 *  import { OneCycleLR } from "alexgrad";
 *
 *  const schedule = new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 5, pctStart: 0.4 });
 *  console.log([0, 1, 2, 3, 4].map((t) => schedule.lrAt(t).toFixed(2)).join(" ")); // 0.04 1.00 0.75 0.25 0.00
 *  ``` */
export class OneCycleLR extends LRScheduler {
  /** Sets the rate for step 0.
   *  @param optimizer or whatever has an `lr`, which is the rate before the schedule.
   *  @throws OptionError unless totalSteps ≥ 2 and 0 ≤ pctStart ≤ 1. */
  constructor(optimizer: HasLr, options: OneCycleOptions) {
    checkOptions("OneCycleLR", options, oneCycleOptions);
    const { maxLr, totalSteps, pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
    checkNumber("OneCycleLR", "maxLr", maxLr);
    checkInteger("OneCycleLR", "totalSteps", totalSteps, 2);
    checkNumber("OneCycleLR", "pctStart", pctStart, 0, 1);
    const start = maxLr / divFactor;
    const last = totalSteps - 1;
    const peak = pctStart * totalSteps - 1;
    super(optimizer, (step) => {
      const t = Math.min(step, last);
      if (t <= peak && peak > 0) return cosine(start, maxLr, t / peak);
      return cosine(maxLr, start / finalDivFactor, (t - peak) / (last - peak));
    });
  }
}

/** From `from` to `to` along half a cosine, as `x` goes from 0 to 1. */
function cosine(from: number, to: number, x: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * x))) / 2;
}
