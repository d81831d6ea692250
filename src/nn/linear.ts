import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { linear } from "../ops/linear.ts";
import { type WeightedOptions, weightedOptions } from "./conv2d.ts";
import { biasUniform, fanInUniform } from "./init.ts";
import { Module } from "./module.ts";

/** A fully connected layer's weights [outFeatures, inFeatures] and biases [outFeatures]; see `linear`. */
export class Linear extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  /** @throws ShapeError unless both numbers of features are whole and ≥ 1. */
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
