import { describeUnusual } from "../core/describe.ts";
import { boolean, number } from "../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions } from "../core/options.ts";
import { defaultRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import { rng as stream } from "../core/tensorKinds.ts";
import { dropout } from "../ops/dropout.ts";
import { Module, moduleKind } from "./module.ts";

/** What is dropped, and how the rest makes up for it. */
export interface DropoutLayerOptions {
  /** The probability of dropping an element, from 0 to 1. Default: 0.5. */
  readonly p?: number;
  /** Whether to scale in training, as PyTorch does, or in evaluation, as in 2012. Default: true. */
  readonly inverted?: boolean;
  /** What masks are drawn from. Default: the stream that `manualSeed` sets. */
  readonly rng?: Rng;
}

/** Drops elements in training, of tensors of any shape; see `dropout`.
 *
 *  @example
 *  ```ts
 *  import { Dropout, ones } from "alexgrad";
 *
 *  const layer = new Dropout({ p: 0.5 });
 *  console.log(await layer.eval().forward(ones([4])).toArray()); // [ 1, 1, 1, 1 ]
 *  ``` */
export class Dropout extends Module {
  /** The probability of dropping an element. */
  readonly p: number;
  /** Whether to scale in training, or in evaluation. */
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

/** Gives each dropout layer in a module the stream `rng.fork(its name)`. Called in each step, with a stream forked by the
 *  step's number, it makes masks a function of seed and step: a training that is resumed draws the same ones.
 *  @param module the layers' parent, or one of them.
 *  @param rng the stream that theirs are forked from.
 *
 *  @example
 *  ```ts
 *  import { Dropout, ones, Rng, Sequential, seedDropout } from "alexgrad";
 *
 *  const model = new Sequential([new Dropout()]);
 *  const masks: unknown[] = [];
 *  for (let i = 0; i < 2; i++) {
 *    seedDropout(model, new Rng(1).fork(7));
 *    masks.push(await model.forward(ones([100])).toArray());
 *  }
 *  console.log(String(masks[0]) === String(masks[1])); // true
 *  ``` */
export function seedDropout(module: Module, rng: Rng): void {
  checkArgument("seedDropout", "module", module, moduleKind);
  checkArgument("seedDropout", "rng", rng, stream);
  for (const [name, layer] of module.namedModules()) if (layer instanceof Dropout) layer.rng = rng.fork(name);
}
