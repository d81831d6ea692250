import { OptionError } from "../core/errors.ts";
import { kind, number, numbers } from "../core/kinds.ts";
import { checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { accumulateSquares, stepBySquares } from "./adaptive.ts";
import { combine } from "./combine.ts";
import { type Group, Optimizer, type ParameterGroup, type Turn } from "./optimizer.ts";

/** The settings of `Adam` and `AdamW`, by the letters of the formula. */
export interface AdamOptions {
  /** β₁, β₂. Default: [0.9, 0.999]. */
  betas: readonly [number, number];
  /** ε. Default: 1e-8. */
  eps: number;
  /** λ. Default: 0, and 0.01 for `AdamW`. */
  weightDecay: number;
}

const kinds: Kinds<AdamOptions> = {
  betas: kind("two numbers", (value): value is [number, number] => numbers.accepts(value) && value.length === 2),
  eps: number,
  weightDecay: number,
};

export const adamOptions: Kinds<AdamOptions & { readonly lr: number }> = { lr: number, ...kinds };

/** Adam; step t counts from 1.
 *
 *      g ← g + λ w     m ← β₁ m + (1 − β₁) g     v ← β₂ v + (1 − β₂) g²
 *      w ← w − lr / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε)
 *
 *  Source: Kingma & Ba 2015; PyTorch's torch.optim.Adam.
 *
 *  @example
 *  ```ts
 *  import { Adam, tensor } from "alexgrad";
 *
 *  const w = tensor([1, -2], { requiresGrad: true });
 *  const optimizer = new Adam([w], { lr: 0.5 });
 *  w.mul(w).sum().backward();
 *  optimizer.step();
 *  console.log(await w.toArray()); // [ 0.5, -1.5 ]
 *  ``` */
export class Adam extends Optimizer<AdamOptions> {
  /** Takes over the parameters; each gets its two moments with its first gradient.
   *  @param params tensors, or groups of them with settings of their own, as `biasGroup` makes.
   *  @param settings.lr Default: 0.001.
   *  @throws OptionError if an option is out of range; AlexgradError if there is no parameter or one comes
   *  twice. */
  constructor(
    params: Iterable<Tensor> | Iterable<ParameterGroup<AdamOptions>>,
    settings: Partial<AdamOptions> & { readonly lr?: number } = {},
  ) {
    const who = new.target.name;
    checkOptions(who, settings, adamOptions);
    const { lr = 1e-3, betas: both = [0.9, 0.999], eps: small = 1e-8, weightDecay: decay = 0 } = settings;
    super(params, lr, { betas: both, eps: small, weightDecay: decay }, kinds);
    for (const { betas, eps, weightDecay } of this.groups) {
      if (!betas.every((beta) => beta >= 0 && beta < 1)) {
        throw new OptionError(`${who}: expected betas from 0 to below 1; got ${betas.join(", ")}`);
      }
      checkNumber(who, "eps", eps, 0);
      checkNumber(who, "weightDecay", weightDecay, 0);
    }
  }

  protected override initialBuffers(): Record<string, number> {
    return { exp_avg: 0, exp_avg_sq: 0 };
  }

  protected override update({ w, grad, buffers, lr, step }: Turn, group: Group<AdamOptions>): void {
    const { betas, eps, weightDecay } = group;
    const [beta1, beta2] = betas;
    const m = buffers.get("exp_avg")!;
    const v = buffers.get("exp_avg_sq")!;
    combine(m, [beta1, m], [1 - beta1, grad], [(1 - beta1) * weightDecay, w]);
    accumulateSquares(v, grad, w, { decay: beta2, gain: 1 - beta2, weightDecay });
    // Weight decay went into both moments with the gradient: the step itself has none.
    stepBySquares(w, m, v, { lr: lr / (1 - beta1 ** step), correction: 1 - beta2 ** step, eps, weightDecay: 0 });
  }
}
