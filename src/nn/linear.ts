import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { linear } from "../ops/linear.ts";
import { type WeightedOptions, weightedOptions } from "./conv2d.ts";
import { biasUniform, fanInUniform } from "./init.ts";
import { Module } from "./module.ts";

/** A fully connected layer with weights of its own: [… inFeatures] to [… outFeatures]; see `linear`.
 *
 *  @example
 *  ```ts
 *  import { Linear, ones } from "alexgrad";
 *
 *  const layer = new Linear(784, 10);
 *  console.log(layer.weight.shape, layer.forward(ones([32, 784])).shape); // [ 10, 784 ] [ 32, 10 ]
 *  ``` */
export class Linear extends Module {
  /** [outFeatures, inFeatures]. */
  readonly weight: Tensor;
  /** [outFeatures]; null where the layer has none. */
  readonly bias: Tensor | null;

  /** Makes the parameters.
   *  @param inFeatures features of the input.
   *  @param outFeatures features of the output.
   *  @throws ShapeError unless both are whole and ≥ 1; OptionError for an unknown option. */
  constructor(inFeatures: number, outFeatures: number, options: WeightedOptions = {}) {
    super();
    checkArgument("Linear", "inFeatures", inFeatures, number);
    checkOptions("Linear", options, weightedOptions);
    const { bias = true, weightInit = fanInUniform(), biasInit = biasUniform(inFeatures) } = options;
    this.weight = this.parameter("weight", [outFeatures, inFeatures], weightInit, options);
    this.bias = bias ? this.parameter("bias", [outFeatures], biasInit, options) : null;
  }

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight, { bias: this.bias });
  }
}
