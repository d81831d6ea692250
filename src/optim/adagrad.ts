import { number } from "../core/kinds.ts";
import { checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { accumulateSquares, stepBySquares } from "./adaptive.ts";
import { type Group, Optimizer, type ParameterGroup, type Turn } from "./optimizer.ts";

/** The settings of `Adagrad`, by the letters of its formula. */
export interface AdagradOptions {
  /** η. Default: 0. */
  lrDecay: number;
  /** λ. Default: 0. */
  weightDecay: number;
  /** What s starts with. Default: 0. */
  initialAccumulator: number;
  /** ε. Default: 1e-10. */
  eps: number;
}

const kinds: Kinds<AdagradOptions> = { lrDecay: number, weightDecay: number, initialAccumulator: number, eps: number };

/** Adagrad; step t counts from 1.
 *
 *      g ← g + λ w     s ← s + g²     w ← w − lr / (1 + (t − 1) η) · g / (√s + ε)
 *
 *  Source: Duchi, Hazan, Singer 2011; PyTorch's torch.optim.Adagrad.
 *
 *  @example
 *  ```ts
 *  import { Adagrad, tensor } from "alexgrad";
 *
 *  const w = tensor([1, -2], { requiresGrad: true });
 *  const optimizer = new Adagrad([w], { lr: 0.5 });
 *  w.mul(w).sum().backward();
 *  optimizer.step();
 *  console.log(await w.toArray()); // [ 0.5, -1.5 ]
 *  ``` */
export class Adagrad extends Optimizer<AdagradOptions> {
  /** Takes over the parameters; each gets its buffer with its first gradient.
   *  @param params tensors, or groups of them with settings of their own, as `biasGroup` makes.
   *  @param settings.lr Default: 0.01.
   *  @throws OptionError if an option is negative; AlexgradError if there is no parameter or one comes
   *  twice. */
  constructor(
    params: Iterable<Tensor> | Iterable<ParameterGroup<AdagradOptions>>,
    settings: Partial<AdagradOptions> & { readonly lr?: number } = {},
  ) {
    checkOptions("Adagrad", settings, { lr: number, ...kinds });
    const { lr = 0.01, ...options } = settings;
    super(params, lr, { lrDecay: 0, weightDecay: 0, initialAccumulator: 0, eps: 1e-10, ...options }, kinds);
    for (const { lrDecay, weightDecay, initialAccumulator, eps } of this.groups) {
      const checked = { lrDecay, weightDecay, initialAccumulator, eps };
      for (const [name, value] of Object.entries(checked)) checkNumber("Adagrad", name, value, 0);
    }
  }

  protected override initialBuffers({ initialAccumulator }: Group<AdagradOptions>): Record<string, number> {
    return { sum: initialAccumulator };
  }

  protected override update({ w, grad, buffers, lr, step }: Turn, group: Group<AdagradOptions>): void {
    const { lrDecay, weightDecay, eps } = group;
    const sum = buffers.get("sum")!;
    accumulateSquares(sum, grad, w, { decay: 1, gain: 1, weightDecay });
    stepBySquares(w, grad, sum, { lr: lr / (1 + (step - 1) * lrDecay), correction: 1, eps, weightDecay });
  }
}
