import { kind } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber } from "../core/options.ts";
import { matchState, type NamedState, readState, type State } from "../core/state.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { assign } from "../core/update.ts";
import { full } from "../create.ts";
import { combine } from "./combine.ts";

const tensorMap = kind("a Map of tensors by name", (value): value is Map<string, Tensor> => {
  return value instanceof Map && [...value.values()].every(tensor.accepts);
});

/** An exponential moving average of a model's tensors: it often measures better than the last weights.
 *
 *      a ← d a + (1 − d) w,   d = min(decay, (1 + t) / (10 + t)) after t steps: the first weights are soon forgotten
 *
 *  Source: Polyak & Juditsky 1992; TensorFlow's tf.train.ExponentialMovingAverage.
 *
 *  @example
 *  ```ts
 *  import { Linear, WeightAverage } from "alexgrad";
 *
 *  const model = new Linear(4, 2);
 *  const average = new WeightAverage(new Map(model.namedParameters()), 0.999);
 *  average.step(); // after each step of the optimizer
 *  average.swap(); // measure with the averages …
 *  average.swap(); // … and train on
 *  console.log(average.steps); // 1
 *  ``` */
export class WeightAverage implements Disposable {
  readonly #decay: number;
  readonly #pairs: ReadonlyMap<string, { readonly own: Tensor; readonly average: Tensor }>;
  #steps = 0;

  /** @param tensors a model's parameters and buffers by name; each average starts as a copy.
   *  @param decay the largest d, 0 to 1.
   *  @throws OptionError unless 0 ≤ decay ≤ 1. */
  constructor(tensors: ReadonlyMap<string, Tensor>, decay: number) {
    checkArgument("WeightAverage", "tensors", tensors, tensorMap);
    checkNumber("WeightAverage", "decay", decay, 0, 1);
    this.#decay = decay;
    this.#pairs = new Map(
      [...tensors].map(([name, own]) => {
        const average = full(own.shape, 0, { device: own.device }).keep();
        combine(average, [0, average], [1, own]);
        return [name, { own, average }];
      }),
    );
  }

  /** Moves the averages towards the values that the tensors have now. */
  step(): void {
    const d = Math.min(this.#decay, (1 + this.#steps) / (10 + this.#steps));
    this.#steps++;
    for (const { own, average } of this.#pairs.values()) combine(average, [d, average], [1 - d, own]);
  }

  /** A copy of the averages by name. */
  state(): Promise<State> {
    return readState(this.#averages());
  }

  /** How many steps there were. */
  get steps(): number {
    return this.#steps;
  }

  /** Continues from a state. @throws AlexgradError if names differ, ShapeError if shapes do, OptionError unless `steps` is a
   *  whole number ≥ 0. */
  load(steps: number, state: NamedState): void {
    const shapes = new Map([...this.#averages()].map(([name, { shape }]) => [name, shape]));
    const { values } = matchState("WeightAverage.load", shapes, state, { strict: true });
    checkInteger("WeightAverage.load", "steps", steps, 0);
    this.#steps = steps;
    for (const [name, { average }] of this.#pairs) assign(average, values.get(name)!);
  }

  /** Exchanges the model's values and the averages; a second call puts them back. */
  swap(): void {
    for (const { own, average } of this.#pairs.values()) {
      const held = own.detach().keep();
      combine(own, [0, own], [1, average]);
      combine(average, [0, average], [1, held]);
      held.dispose();
    }
  }

  /** Frees the averages. */
  dispose(): void {
    for (const { average } of this.#pairs.values()) average.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #averages(): Map<string, Tensor> {
    return new Map([...this.#pairs].map(([name, { average }]) => [name, average]));
  }
}
