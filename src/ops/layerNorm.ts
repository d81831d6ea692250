import { ShapeError } from "../core/errors.ts";
import { kind, number, shape } from "../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import { checkShape, formatShape, type Shape, sameShape, sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { normalizeParts } from "./normalizeParts.ts";
import { checkParameter } from "./vector.ts";

/** What a layer normalization reads. */
export interface LayerNormOptions {
  /** The last dimensions of x, which are normalized together; a number for the last one. Default: x's last dimension. */
  readonly normalizedShape?: number | Shape;
  /** γ, of the normalized shape. Default: null, for 1. */
  readonly weight?: Tensor | null;
  /** β, of the normalized shape. Default: null, for 0. */
  readonly bias?: Tensor | null;
  /** ε, ≥ 0. Default: 1e-5. */
  readonly eps?: number;
}

export const normalizedShapeKind = kind("a number or a shape", (value): value is number | Shape => {
  return number.accepts(value) || shape.accepts(value);
});

const layerNormOptions: Kinds<LayerNormOptions> = {
  normalizedShape: normalizedShapeKind,
  weight: optionalTensor,
  bias: optionalTensor,
  eps: number,
};

/** Layer normalization, over the last dimensions: the same in training and in evaluation, whatever else is in the batch.
 *
 *      y = γ x̂ + β   with x̂ = (x − μ) r and r = 1 / √(σ² + ε), for the m elements that μ and σ² are of
 *      ∂x = r (∂x̂ − (Σ ∂x̂ + x̂ Σ ∂x̂ x̂) / m)   with ∂x̂ = γ ∂y
 *      ∂γ = Σ ∂y x̂   ∂β = Σ ∂y
 *
 *  NaN or ±∞ makes NaN of all that is normalized with it.
 *  Source: Ba, Kiros & Hinton 2016; options as in PyTorch's torch.nn.functional.layer_norm.
 *  @param x [… , …normalizedShape].
 *  @returns x's shape.
 *  @throws ShapeError if x does not end with the normalized shape, or weight or bias are not of it; OptionError for an unknown
 *  or invalid option.
 *
 *  @example
 *  ```ts
 *  import { layerNorm, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 3], [10, 30]]);
 *  console.log(await layerNorm(x, { eps: 0 }).toArray()); // [ [ -1, 1 ], [ -1, 1 ] ]
 *  ``` */
export function layerNorm(x: Tensor, options: LayerNormOptions = {}): Tensor {
  checkArgument("layerNorm", "x", x, tensor);
  checkOptions("layerNorm", options, layerNormOptions);
  const { normalizedShape, weight = null, bias = null, eps = 1e-5 } = options;
  checkNumber("layerNorm", "eps", eps, 0);
  const own = readNormalizedShape("layerNorm", normalizedShape ?? x.shape.slice(-1));
  if (own.length === 0 || !sameShape(x.shape.slice(-own.length), own)) {
    throw new ShapeError(
      `layerNorm: expected x with last dimensions ${formatShape(own)}, one at least; got x ${formatShape(x.shape)}`,
    );
  }
  checkParameter("layerNorm", "weight", weight?.shape ?? null, own);
  checkParameter("layerNorm", "bias", bias?.shape ?? null, own);
  return normalizeParts(x, x.size / sizeOf(own), eps, weight, bias);
}

/** @throws ShapeError if it is no shape. */
export function readNormalizedShape(op: string, normalizedShape: number | Shape): Shape {
  const shape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
  checkShape(op, shape);
  return shape;
}
