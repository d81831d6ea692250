import { number } from "../core/kinds.ts";
import { checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { accumulateSquares, stepBySquares } from "./adaptive.ts";
import { type Group, Optimizer, type ParameterGroup, type Turn } from "./optimizer.ts";

export interface AdagradOptions {
  /** η. Default 0. */
  lrDecay: number;
  /** λ. Default 0. */
  weightDecay: number;
  /** What s starts with. Default 0. */
  initialAccumulator: number;
  /** ε. Default 1e-10. */
  eps: number;
}

const kinds: Kinds<AdagradOptions> = { lrDecay: number, weightDecay: number, initialAccumulator: number, eps: number };

/** Adagrad (Duchi, Hazan, Singer 2011), the article's optimiser, as torch.optim.Adagrad has it; step t counts from 1.
 *
 *      g ← g + λ w     s ← s + g²     w ← w − lr / (1 + (t − 1) η) · g / (√s + ε) */
export class Adagrad extends Optimizer<AdagradOptions> {
  /** @param options.lr default 0.01. @throws OptionError if an option is negative. */
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
