import { OptionError } from "../core/errors.ts";
import { boolean, choice, number } from "../core/kinds.ts";
import { checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { combine } from "./combine.ts";
import { type Group, Optimizer, type ParameterGroup, type Turn } from "./optimizer.ts";

/** The settings of `SGD`, by the letters of its formula. */
export interface SGDOptions {
  /** μ. Default: 0. */
  momentum: number;
  /** τ, for rule "torch" only. Default: 0. */
  dampening: number;
  /** λ. Default: 0. */
  weightDecay: number;
  /** Whether to look ahead along the velocity, for rule "torch" only. Default: false. */
  nesterov: boolean;
  /** Whose rule; they differ where the learning rate changes. Default: "torch". */
  rule: "torch" | "paper";
}

const kinds: Kinds<SGDOptions> = {
  momentum: number,
  dampening: number,
  weightDecay: number,
  nesterov: boolean,
  rule: choice("torch", "paper"),
};

/** Stochastic gradient descent with momentum, at most two kernels per parameter.
 *
 *      torch   v ← μ v + (1 − τ)(g + λ w)     w ← w − lr · v
 *              first v = g + λ w; nesterov: w ← w − lr · (g + λ w + μ v)
 *      paper   v ← μ v − λ lr w − lr g        w ← w + v
 *
 *  Without momentum both are w ← w − lr · (g + λ w).
 *  Source: torch: PyTorch's torch.optim.SGD; paper: Krizhevsky et al. 2012, section 5.
 *
 *  @example
 *  ```ts
 *  import { SGD, tensor } from "alexgrad";
 *
 *  const w = tensor([1, -2], { requiresGrad: true });
 *  const optimizer = new SGD([w], { lr: 0.25, momentum: 0.9 });
 *  w.mul(w).sum().backward();
 *  optimizer.step();
 *  console.log(await w.toArray()); // [ 0.5, -1 ]
 *  ``` */
export class SGD extends Optimizer<SGDOptions> {
  /** Takes over the parameters; with momentum, each gets its velocity with its first gradient.
   *  @param params tensors, or groups of them with settings of their own, as `biasGroup` makes.
   *  @param settings.lr the learning rate, ≥ 0.
   *  @throws OptionError if an option is out of range or not this rule's; AlexgradError if there is no parameter or one comes
   *  twice. */
  constructor(
    params: Iterable<Tensor> | Iterable<ParameterGroup<SGDOptions>>,
    settings: Partial<SGDOptions> & { readonly lr: number },
  ) {
    checkOptions("SGD", settings, { lr: number, ...kinds });
    const { lr, ...options } = settings;
    super(params, lr, { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, rule: "torch", ...options }, kinds);
    for (const { momentum, dampening, weightDecay, nesterov, rule } of this.groups) {
      checkNumber("SGD", "momentum", momentum, 0);
      checkNumber("SGD", "dampening", dampening);
      checkNumber("SGD", "weightDecay", weightDecay, 0);
      if (nesterov && (momentum === 0 || dampening !== 0)) {
        throw new OptionError(
          `SGD: expected nesterov with momentum > 0 and dampening 0; got ${momentum}, ${dampening}`,
        );
      }
      if (rule === "paper" && (nesterov || dampening !== 0)) {
        throw new OptionError(
          `SGD: expected rule "paper" without nesterov and dampening; got ${nesterov}, ${dampening}`,
        );
      }
    }
  }

  protected override initialBuffers({ momentum, rule }: Group<SGDOptions>): Record<string, number> {
    if (momentum === 0) return {};
    return rule === "paper" ? { velocity: 0 } : { momentum_buffer: 0 };
  }

  protected override update({ w, grad, buffers, lr, step }: Turn, group: Group<SGDOptions>): void {
    const { momentum, dampening, weightDecay, nesterov, rule } = group;
    const [v] = buffers.values();
    if (v === undefined) {
      combine(w, [1, w], [-lr, grad], [-lr * weightDecay, w]);
    } else if (rule === "paper") {
      combine(v, [momentum, v], [-lr, grad], [-lr * weightDecay, w]);
      combine(w, [1, w], [1, v]);
    } else {
      const gain = step === 1 ? 1 : 1 - dampening;
      combine(v, [momentum, v], [gain, grad], [gain * weightDecay, w]);
      if (nesterov) combine(w, [1 - lr * weightDecay, w], [-lr, grad], [-lr * momentum, v]);
      else combine(w, [1, w], [-lr, v]);
    }
  }
}
