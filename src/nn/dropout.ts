import { describeUnusual } from "../core/describe.ts";
import { boolean, number } from "../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions } from "../core/options.ts";
import { defaultRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import { rng as stream } from "../core/tensorKinds.ts";
import { dropout } from "../ops/dropout.ts";
import { Module, moduleKind } from "./module.ts";

export interface DropoutLayerOptions {
  /** Probability of dropping an element, from 0 to 1. Default 0.5. */
  readonly p?: number;
  /** Scale in training, as in PyTorch (true), or in evaluation, as in 2012 (false). Default true. */
  readonly inverted?: boolean;
  /** What masks are drawn from. Default: the stream that `manualSeed` sets. */
  readonly rng?: Rng;
}

/** Drops elements in training; see `dropout`. */
export class Dropout extends Module {
  readonly p: number;
  readonly inverted: boolean;
  /** What masks are drawn from; null: the stream that `manualSeed` sets. */
  rng: Rng | null;

  /** @throws OptionError unless 0 ≤ p ≤ 1. */
  constructor(options: DropoutLayerOptions = {}) {
    super();
    checkOptions("Dropout", options, { p: number, inverted: boolean, rng: stream });
    const { p = 0.5, inverted = true, rng } = options;
    checkNumber("Dropout", "p", p, 0, 1);
    this.p = p;
    this.inverted = inverted;
    this.rng = rng ?? null;
  }

  protected override details(): string {
    return [this.p, describeUnusual({ inverted: this.inverted }, { inverted: true })].join(" ");
  }

  override forward(x: Tensor): Tensor {
    const { p, inverted, training } = this;
    return dropout(x, { p, inverted, training, rng: this.rng ?? defaultRng() });
  }
}

/** Gives each dropout layer in `module` the stream `rng.fork(its name)`. Called in each step, with a stream forked by the
 *  step's number, it makes masks a function of seed and step: a training that is resumed draws the same ones. */
export function seedDropout(module: Module, rng: Rng): void {
  checkArgument("seedDropout", "module", module, moduleKind);
  checkArgument("seedDropout", "rng", rng, stream);
  for (const [name, layer] of module.namedModules()) if (layer instanceof Dropout) layer.rng = rng.fork(name);
}
