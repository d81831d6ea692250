import { callback, finite, kind, number, numbers } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, type Kinds } from "../core/options.ts";

/** What a schedule sets: an optimiser. */
export interface HasLr {
  lr: number;
}

export const hasLr = kind("an optimiser, or another object with lr", (value): value is HasLr => {
  return typeof value === "object" && value !== null && "lr" in value && finite.accepts(value.lr);
});

export interface ScheduleState {
  readonly baseLr: number;
  readonly steps: number;
}

/** Sets an optimiser's learning rate to a function of the number of steps so far: call `step` after each step of the
 *  optimiser, or after each epoch. The rate for step 0 is set at once. */
export class LRScheduler {
  /** What the optimiser's rate was before the schedule. */
  #baseLr: number;
  #steps = 0;
  readonly #optimizer: HasLr;
  readonly #rate: (step: number, baseLr: number) => number;

  constructor(optimizer: HasLr, rate: (step: number, baseLr: number) => number) {
    const who = this.constructor.name;
    checkArgument(who, "the optimiser", optimizer, hasLr);
    checkArgument(who, "rate", rate, callback());
    this.#optimizer = optimizer;
    this.#rate = rate;
    this.#baseLr = optimizer.lr;
    optimizer.lr = this.lrAt(0);
  }

  /** The rate that step `step` (from 0) runs with: what a plot of the schedule shows. */
  lrAt(step: number): number {
    checkInteger(`${this.constructor.name}.lrAt`, "step", step, 0);
    return this.#rate(step, this.#baseLr);
  }

  step(): void {
    this.#optimizer.lr = this.lrAt(++this.#steps);
  }

  state(): ScheduleState {
    return { baseLr: this.#baseLr, steps: this.#steps };
  }

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

/** lr · γ^⌊t / stepSize⌋, as torch's StepLR. γ: default 0.1. @throws OptionError unless stepSize ≥ 1. */
export class StepLR extends LRScheduler {
  constructor(optimizer: HasLr, options: { stepSize: number; gamma?: number }) {
    checkOptions("StepLR", options, { stepSize: number, gamma: finite });
    const { stepSize, gamma = 0.1 } = options;
    checkInteger("StepLR", "stepSize", stepSize, 1);
    super(optimizer, (t, lr) => lr * gamma ** Math.floor(t / stepSize));
  }
}

/** lr · γ^(number of milestones ≤ t), as torch's MultiStepLR. γ: default 0.1. @throws OptionError unless each ≥ 1. */
export class MultiStepLR extends LRScheduler {
  constructor(optimizer: HasLr, options: { milestones: readonly number[]; gamma?: number }) {
    checkOptions("MultiStepLR", options, { milestones: numbers, gamma: finite });
    const { milestones, gamma = 0.1 } = options;
    checkArgument("MultiStepLR", "milestones", milestones, numbers);
    for (const milestone of milestones) checkInteger("MultiStepLR", "milestone", milestone, 1);
    super(optimizer, (t, lr) => lr * gamma ** milestones.filter((milestone) => milestone <= t).length);
  }
}

/** etaMin + (lr − etaMin)(1 + cos(π t / tMax)) / 2, as torch's CosineAnnealingLR: down in tMax steps, then up again.
 *  etaMin: default 0. @throws OptionError unless tMax ≥ 1. */
export class CosineAnnealingLR extends LRScheduler {
  constructor(optimizer: HasLr, options: { tMax: number; etaMin?: number }) {
    checkOptions("CosineAnnealingLR", options, { tMax: number, etaMin: finite });
    const { tMax, etaMin = 0 } = options;
    checkInteger("CosineAnnealingLR", "tMax", tMax, 1);
    super(optimizer, (t, lr) => cosine(lr, etaMin, t / tMax));
  }
}

export interface OneCycleOptions {
  /** The peak. */
  readonly maxLr: number;
  /** The rate stays where it is after these. */
  readonly totalSteps: number;
  /** Share of the steps that the rate rises for. Default 0.3. */
  readonly pctStart?: number;
  /** The rate starts at maxLr / divFactor. Default 25. */
  readonly divFactor?: number;
  /** It ends at its start / finalDivFactor. Default 1e4. */
  readonly finalDivFactor?: number;
}

const oneCycleOptions: Kinds<OneCycleOptions> = {
  maxLr: finite,
  totalSteps: number,
  pctStart: number,
  divFactor: finite,
  finalDivFactor: finite,
};

/** Up to maxLr and down again, each along half a cosine (Smith & Topin 2018), as torch's OneCycleLR with its defaults and
 *  without its cycle of the momentum. @throws OptionError unless totalSteps ≥ 2 and 0 ≤ pctStart ≤ 1. */
export class OneCycleLR extends LRScheduler {
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
