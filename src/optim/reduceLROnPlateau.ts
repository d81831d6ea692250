import { choice, finite, nullable, number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import { type HasLr, hasLr } from "./schedules.ts";

/** When `ReduceLROnPlateau` reduces the rate, and by how much. */
export interface PlateauOptions {
  /** Whether a smaller or a larger metric is better. Default: "min". */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by. Default: 0.1. */
  readonly factor?: number;
  /** Steps without a better metric that are borne. Default: 10. */
  readonly patience?: number;
  /** How much better counts as better. Default: 1e-4. */
  readonly threshold?: number;
  /** Whether `threshold` is a share of the best metric or a difference to it. Default: "rel". */
  readonly thresholdMode?: "rel" | "abs";
  /** Steps after a reduction that do not count as bad. Default: 0. */
  readonly cooldown?: number;
  /** The rate goes no lower. Default: 0. */
  readonly minLr?: number;
  /** A smaller reduction is left out. Default: 1e-8. */
  readonly eps?: number;
}

/** Where a `ReduceLROnPlateau` stands, for a resumed training. */
export interface PlateauState {
  /** The best metric yet; null before the first. */
  readonly best: number | null;
  readonly badSteps: number;
  readonly cooldownLeft: number;
}

const plateauOptions: Kinds<PlateauOptions> = {
  mode: choice("min", "max"),
  factor: number,
  patience: finite,
  threshold: finite,
  thresholdMode: choice("rel", "abs"),
  cooldown: finite,
  minLr: finite,
  eps: finite,
};
const stateKinds: Kinds<PlateauState> = { best: nullable(finite), badSteps: number, cooldownLeft: number };

/** Multiplies an optimizer's rate by `factor` when a metric has not become better for more than `patience` steps: what the
 *  2012 authors did by hand. The rate itself is in the optimizer's state.
 *  Source: PyTorch's torch.optim.lr_scheduler.ReduceLROnPlateau.
 *
 *  @example
 *  ```ts
 *  import { ReduceLROnPlateau } from "alexgrad";
 *
 *  const optimizer = { lr: 0.1 };
 *  const schedule = new ReduceLROnPlateau(optimizer, { patience: 1 });
 *  for (const loss of [2, 1, 1, 1]) schedule.step(loss);
 *  console.log(optimizer.lr.toFixed(3)); // 0.010
 *  ``` */
export class ReduceLROnPlateau {
  readonly #optimizer: HasLr;
  readonly #options: Required<PlateauOptions>;
  #state: PlateauState = { best: null, badSteps: 0, cooldownLeft: 0 };

  /** @param optimizer or whatever has an `lr`.
   *  @throws OptionError unless 0 ≤ factor ≤ 1. */
  constructor(optimizer: HasLr, options: PlateauOptions = {}) {
    checkArgument("ReduceLROnPlateau", "the optimizer", optimizer, hasLr);
    checkOptions("ReduceLROnPlateau", options, plateauOptions);
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "rel" } = options;
    const { cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    checkNumber("ReduceLROnPlateau", "factor", factor, 0, 1);
    this.#optimizer = optimizer;
    this.#options = { mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps };
  }

  /** Reports the metric of the step or epoch that has ended. */
  step(metric: number): void {
    checkArgument("ReduceLROnPlateau.step", "metric", metric, number);
    const { patience, cooldown } = this.#options;
    const better = this.#isBetter(metric);
    const best = better ? metric : this.#state.best;
    const cooling = this.#state.cooldownLeft > 0;
    const badSteps = better || cooling ? 0 : this.#state.badSteps + 1;
    const reduces = badSteps > patience;
    if (reduces) this.#reduce();
    const cooldownLeft = reduces ? cooldown : Math.max(0, this.#state.cooldownLeft - 1);
    this.#state = { best, badSteps: reduces ? 0 : badSteps, cooldownLeft };
  }

  /** Where it stands, for `load`. */
  state(): PlateauState {
    return this.#state;
  }

  /** Continues from a state. @throws OptionError if it is invalid. */
  load(state: PlateauState): void {
    checkOptions("ReduceLROnPlateau.load", state, stateKinds);
    checkInteger("ReduceLROnPlateau.load", "badSteps", state.badSteps, 0);
    checkInteger("ReduceLROnPlateau.load", "cooldownLeft", state.cooldownLeft, 0);
    this.#state = state;
  }

  #isBetter(metric: number): boolean {
    const { best } = this.#state;
    if (best === null) return !Number.isNaN(metric);
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === "min" ? -1 : 1;
    const margin = thresholdMode === "rel" ? best * threshold : threshold;
    return sign * metric > sign * best + margin;
  }

  #reduce(): void {
    const { factor, minLr, eps } = this.#options;
    const lr = Math.max(this.#optimizer.lr * factor, minLr);
    if (this.#optimizer.lr - lr > eps) this.#optimizer.lr = lr;
  }
}
