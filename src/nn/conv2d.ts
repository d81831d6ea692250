import { type Conv2dOptions, conv2dOptions } from "../core/geometry/conv2d.ts";
import { describeWindow } from "../core/geometry/describeWindow.ts";
import { type Pair, readPair } from "../core/geometry/window.ts";
import { boolean, callback, number, pair } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { conv2d } from "../ops/conv2d.ts";
import { biasUniform, fanInUniform, fansOf, type Initializer } from "./init.ts";
import { Module, type ParameterOptions, parameterOptions } from "./module.ts";

/** How a layer with weights and biases starts. */
export interface WeightedOptions extends ParameterOptions {
  /** Whether the layer adds a bias. Default: true. */
  readonly bias?: boolean;
  /** Default: PyTorch's U[±1/√fanIn]. */
  readonly weightInit?: Initializer;
  /** Default: PyTorch's U[±1/√fanIn], with the weights' fan-in. */
  readonly biasInit?: Initializer;
}

export const weightedOptions: Kinds<WeightedOptions> = {
  ...parameterOptions,
  bias: boolean,
  weightInit: callback(),
  biasInit: callback(),
};

/** A convolution's windows, and how its weights start. */
export interface Conv2dLayerOptions extends Conv2dOptions, WeightedOptions {
  /** Window size. */
  readonly kernel: Pair;
}

export const conv2dLayerOptions: Kinds<Conv2dLayerOptions> = { kernel: pair, ...conv2dOptions, ...weightedOptions };

/** A convolution with weights of its own: [n, inChannels, h, w] to [n, outChannels, oh, ow]; see `conv2d`.
 *
 *  @example
 *  ```ts
 *  import { Conv2d, ones } from "alexgrad";
 *
 *  const layer = new Conv2d(3, 96, { kernel: 11, stride: 4 });
 *  console.log(layer.weight.shape, layer.forward(ones([1, 3, 227, 227])).shape); // [ 96, 3, 11, 11 ] [ 1, 96, 55, 55 ]
 *  ``` */
export class Conv2d extends Module {
  /** [outChannels, inChannels / groups, kh, kw]. */
  readonly weight: Tensor;
  /** [outChannels]; null where the layer has none. */
  readonly bias: Tensor | null;
  /** Where the windows lie, with the defaults filled in. */
  readonly options: Required<Conv2dOptions>;

  /** Makes the parameters.
   *  @param inChannels channels of the input.
   *  @param outChannels filters, and channels of the output.
   *  @throws ShapeError if channels, groups or the kernel make no shape; OptionError if an option is out of range. */
  constructor(inChannels: number, outChannels: number, options: Conv2dLayerOptions) {
    super();
    checkOptions("Conv2d", options, conv2dLayerOptions);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, ceilMode = false } = options;
    this.options = { stride, padding, dilation, groups, ceilMode };
    const [kh, kw] = readPair("Conv2d", "kernel", options.kernel, 1);
    checkArgument("Conv2d", "inChannels", inChannels, number);
    checkArgument("Conv2d", "outChannels", outChannels, number);
    checkInteger("Conv2d", "groups", groups, 1);
    const shape = [outChannels, inChannels / groups, kh, kw];
    const { bias = true, weightInit = fanInUniform(), biasInit = biasUniform(fansOf(shape).fanIn) } = options;
    this.weight = this.parameter("weight", shape, weightInit, options);
    this.bias = bias ? this.parameter("bias", [outChannels], biasInit, options) : null;
  }

  protected override details(): string {
    const [, , kh, kw] = this.weight.shape as readonly [number, number, number, number];
    return describeWindow({ ...this.options, kernel: [kh, kw] });
  }

  override forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, { ...this.options, bias: this.bias });
  }
}
