import { describeUnusual } from "../core/describe.ts";
import { OptionError } from "../core/errors.ts";
import { checkInteger, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { groupNorm } from "../ops/groupNorm.ts";
import { constant } from "./init.ts";
import { type NormLayerOptions, normLayerOptions, usualNorm } from "./layerNorm.ts";
import { Module } from "./module.ts";

/** Group normalization with parameters; see `groupNorm`.
 *
 *  @example
 *  ```ts
 *  import { GroupNorm, tensor } from "alexgrad";
 *
 *  const layer = new GroupNorm(2, 4, { eps: 0 });
 *  console.log(await layer.forward(tensor([[1, 3, 10, 30]])).toArray()); // [ [ -1, 1, -1, 1 ] ]
 *  ``` */
export class GroupNorm extends Module {
  /** γ, [channels]; null without parameters. */
  readonly weight: Tensor | null;
  /** β, [channels]; null without parameters. */
  readonly bias: Tensor | null;
  /** How many groups the channels make. */
  readonly groups: number;
  /** ε. */
  readonly eps: number;

  /** Makes γ and β.
   *  @param groups how many groups the channels make.
   *  @param channels of what it takes, a multiple of `groups`.
   *  @throws OptionError unless both are whole numbers ≥ 1 and groups divide the channels, and for an unknown or invalid option. */
  constructor(groups: number, channels: number, options: NormLayerOptions = {}) {
    super();
    checkOptions("GroupNorm", options, normLayerOptions);
    checkInteger("GroupNorm", "groups", groups, 1);
    checkInteger("GroupNorm", "channels", channels, 1);
    if (channels % groups !== 0) {
      throw new OptionError(`GroupNorm: expected channels divisible by groups (${groups}); got ${channels}`);
    }
    const { eps = usualNorm.eps, affine = usualNorm.affine } = options;
    this.eps = eps;
    this.groups = groups;
    this.weight = affine ? this.parameter("weight", [channels], constant(1), options) : null;
    this.bias = affine ? this.parameter("bias", [channels], constant(0), options) : null;
  }

  protected override details(): string {
    const unusual = describeUnusual({ eps: this.eps, affine: this.weight !== null }, usualNorm);
    return `groups ${this.groups} ${unusual}`.trimEnd();
  }

  override forward(x: Tensor): Tensor {
    const { groups, weight, bias, eps } = this;
    return groupNorm(x, { groups, weight, bias, eps });
  }
}
