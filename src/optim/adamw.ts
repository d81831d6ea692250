import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Adam, type AdamOptions, adamOptions } from "./adam.ts";
import { combine } from "./combine.ts";
import type { Group, ParameterGroup, Turn } from "./optimizer.ts";

/** AdamW: Adam whose weight decay does not pass through the moments.
 *
 *      w ← (1 − lr λ) w, then the step of `Adam` without λ
 *
 *  Source: Loshchilov & Hutter 2019; PyTorch's torch.optim.AdamW.
 *
 *  @example
 *  ```ts
 *  import { AdamW, tensor } from "alexgrad";
 *
 *  const w = tensor([1, -2], { requiresGrad: true });
 *  const optimizer = new AdamW([w], { lr: 0.5, weightDecay: 0.5 });
 *  w.mul(w).sum().backward();
 *  optimizer.step();
 *  console.log(await w.toArray()); // [ 0.25, -1 ]
 *  ``` */
export class AdamW extends Adam {
  /** Takes over the parameters; each gets its two moments with its first gradient.
   *  @param params tensors, or groups of them with settings of their own, as `biasGroup` makes.
   *  @param options.lr Default: 0.001.
   *  @throws OptionError if an option is out of range; AlexgradError if there is no parameter or one comes
   *  twice. */
  constructor(
    params: Iterable<Tensor> | Iterable<ParameterGroup<AdamOptions>>,
    options: Partial<AdamOptions> & { readonly lr?: number } = {},
  ) {
    checkOptions("AdamW", options, adamOptions);
    super(params, { weightDecay: 0.01, ...options });
  }

  protected override update(turn: Turn, group: Group<AdamOptions>): void {
    const { w, lr } = turn;
    if (group.weightDecay > 0) combine(w, [1 - lr * group.weightDecay, w], [0, w]);
    super.update(turn, { ...group, weightDecay: 0 });
  }
}
