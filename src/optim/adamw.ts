import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Adam, type AdamOptions, adamOptions } from "./adam.ts";
import { combine } from "./combine.ts";
import type { Group, ParameterGroup, Turn } from "./optimizer.ts";

/** AdamW (Loshchilov & Hutter 2019), as torch.optim.AdamW has it: weight decay does not pass through the moments.
 *
 *      w ← (1 − lr λ) w, then the step of `Adam` without λ */
export class AdamW extends Adam {
  /** @param options as `Adam`; weightDecay, decoupled, has default 0.01. @throws OptionError if an option is out of range. */
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
