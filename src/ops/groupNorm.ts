import { ShapeError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, checkRequired, type Kinds } from "../core/options.ts";
import { formatShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { perChannel } from "./batchNorm.ts";
import { normalizeParts } from "./normalizeParts.ts";
import { checkVector } from "./vector.ts";

/** What a group normalization reads. */
export interface GroupNormOptions {
  /** How many groups of channels each image has: 1 for all of them together, c for each by itself (instance normalization). */
  readonly groups: number;
  /** γ, [c]. Default: null, for 1. */
  readonly weight?: Tensor | null;
  /** β, [c]. Default: null, for 0. */
  readonly bias?: Tensor | null;
  /** ε, ≥ 0. Default: 1e-5. */
  readonly eps?: number;
}

const groupNormOptions: Kinds<GroupNormOptions> = {
  groups: number,
  weight: optionalTensor,
  bias: optionalTensor,
  eps: number,
};

/** Group normalization, over c / groups channels of one image with all their pixels: the same in training and in evaluation,
 *  whatever else is in the batch.
 *
 *      y = γ x̂ + β   with x̂ = (x − μ) r and r = 1 / √(σ² + ε), for the m elements of the group
 *      ∂x = r (∂x̂ − (Σ ∂x̂ + x̂ Σ ∂x̂ x̂) / m)   with ∂x̂ = γ ∂y
 *      ∂γ = Σ ∂y x̂   ∂β = Σ ∂y   over all images and pixels
 *
 *  NaN or ±∞ makes NaN of its group.
 *  Source: Wu & He 2018; options as in PyTorch's torch.nn.functional.group_norm.
 *  @param x [n, c, …].
 *  @returns x's shape.
 *  @throws ShapeError if x has no channels, groups do not divide them, or weight or bias are not of them; OptionError for an
 *  unknown, missing or invalid option.
 *
 *  @example
 *  ```ts
 *  import { groupNorm, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 3, 10, 30]]);
 *  console.log(await groupNorm(x, { groups: 2, eps: 0 }).toArray()); // [ [ -1, 1, -1, 1 ] ]
 *  ``` */
export function groupNorm(x: Tensor, options: GroupNormOptions): Tensor {
  checkArgument("groupNorm", "x", x, tensor);
  checkOptions("groupNorm", options, groupNormOptions);
  checkRequired("groupNorm", options, groupNormOptions, "groups");
  const { groups, weight = null, bias = null, eps = 1e-5 } = options;
  checkNumber("groupNorm", "eps", eps, 0);
  checkInteger("groupNorm", "groups", groups, 1);
  const [n, c] = x.shape;
  if (n === undefined || c === undefined || c % groups !== 0) {
    throw new ShapeError(
      `groupNorm: expected x [n, c, …] with c divisible by groups (${groups}); got x ${formatShape(x.shape)}`,
    );
  }
  checkVector("groupNorm", "weight", weight?.shape ?? null, c);
  checkVector("groupNorm", "bias", bias?.shape ?? null, c);
  return normalizeParts(x, n * groups, eps, weight && perChannel(weight, x), bias && perChannel(bias, x));
}
