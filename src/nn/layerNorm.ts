import { describeUnusual } from "../core/describe.ts";
import { boolean, number } from "../core/kinds.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Shape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { layerNorm, normalizedShapeKind, readNormalizedShape } from "../ops/layerNorm.ts";
import { constant } from "./init.ts";
import { Module, type ParameterOptions, parameterOptions } from "./module.ts";

/** What a layer that normalizes each image by itself is made with. */
export interface NormLayerOptions extends ParameterOptions {
  /** ε, ≥ 0. Default: 1e-5. */
  readonly eps?: number;
  /** Whether it has γ, from 1, and β, from 0. Default: true. */
  readonly affine?: boolean;
}

export const normLayerOptions: Kinds<NormLayerOptions> = { ...parameterOptions, eps: number, affine: boolean };
export const usualNorm = { eps: 1e-5, affine: true };

/** Layer normalization with parameters; see `layerNorm`.
 *
 *  @example
 *  ```ts
 *  import { LayerNorm, tensor } from "alexgrad";
 *
 *  const layer = new LayerNorm(2, { eps: 0 });
 *  console.log(await layer.forward(tensor([[1, 3], [10, 30]])).toArray()); // [ [ -1, 1 ], [ -1, 1 ] ]
 *  ``` */
export class LayerNorm extends Module {
  /** γ, of the normalized shape; null without parameters. */
  readonly weight: Tensor | null;
  /** β, of the normalized shape; null without parameters. */
  readonly bias: Tensor | null;
  /** The last dimensions of what it takes. */
  readonly normalizedShape: Shape;
  /** ε. */
  readonly eps: number;

  /** Makes γ and β.
   *  @param normalizedShape the last dimensions of what it takes; a number for the last one.
   *  @throws ShapeError unless the dimensions are whole numbers ≥ 1; OptionError for an unknown or invalid option. */
  constructor(normalizedShape: number | Shape, options: NormLayerOptions = {}) {
    super();
    checkArgument("LayerNorm", "normalizedShape", normalizedShape, normalizedShapeKind);
    checkOptions("LayerNorm", options, normLayerOptions);
    const { eps = usualNorm.eps, affine = usualNorm.affine } = options;
    this.eps = eps;
    this.normalizedShape = [...readNormalizedShape("LayerNorm", normalizedShape)];
    this.weight = affine ? this.parameter("weight", this.normalizedShape, constant(1), options) : null;
    this.bias = affine ? this.parameter("bias", this.normalizedShape, constant(0), options) : null;
  }

  protected override details(): string {
    const unusual = describeUnusual({ eps: this.eps, affine: this.weight !== null }, usualNorm);
    return `${this.normalizedShape.join("×")} ${unusual}`.trimEnd();
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    return layerNorm(x, { normalizedShape, weight, bias, eps });
  }
}
