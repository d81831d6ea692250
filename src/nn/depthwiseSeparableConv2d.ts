import { number } from "../core/kinds.ts";
import { checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Conv2d, type Conv2dLayerOptions, conv2dLayerOptions } from "./conv2d.ts";
import { Module } from "./module.ts";

/** The windows of the first convolution, and how the weights of both start. */
export interface DepthwiseSeparableConv2dLayerOptions extends Omit<Conv2dLayerOptions, "groups"> {
  /** Filters for each input channel. Default: 1. */
  readonly multiplier?: number;
}

const { groups: _, ...ungrouped } = conv2dLayerOptions;
const layerOptions: Kinds<DepthwiseSeparableConv2dLayerOptions> = { ...ungrouped, multiplier: number };

/** A convolution as two cheaper ones: each channel by its own filters, then all of them mixed pixel by pixel; see
 *  `depthwiseSeparableConv2d`.
 *
 *  @example
 *  ```ts
 *  import { DepthwiseSeparableConv2d, ones } from "alexgrad";
 *
 *  const layer = new DepthwiseSeparableConv2d(8, 16, { kernel: 3, padding: 1 });
 *  console.log(layer.depthwise.weight.shape, layer.pointwise.weight.shape); // [ 8, 1, 3, 3 ] [ 16, 8, 1, 1 ]
 *  console.log(layer.forward(ones([1, 8, 5, 5])).shape); // [ 1, 16, 5, 5 ]
 *  ``` */
export class DepthwiseSeparableConv2d extends Module {
  /** The first, without a bias. */
  readonly depthwise: Conv2d;
  /** The second, 1×1. */
  readonly pointwise: Conv2d;

  /** Makes both convolutions.
   *  @param inChannels channels of the input.
   *  @param outChannels channels of the output.
   *  @throws ShapeError if channels or the kernel make no shape; OptionError if a number is out of range. */
  constructor(inChannels: number, outChannels: number, options: DepthwiseSeparableConv2dLayerOptions) {
    super();
    checkOptions("DepthwiseSeparableConv2d", options, layerOptions);
    const { multiplier = 1, ...own } = options;
    checkInteger("DepthwiseSeparableConv2d", "inChannels", inChannels, 1);
    checkInteger("DepthwiseSeparableConv2d", "multiplier", multiplier, 1);
    const middle = inChannels * multiplier;
    const first = new Conv2d(inChannels, middle, { ...own, groups: inChannels, bias: false });
    const second = new Conv2d(middle, outChannels, {
      ...own,
      kernel: 1,
      stride: 1,
      padding: 0,
      dilation: 1,
      ceilMode: false,
    });
    this.depthwise = this.child("depthwise", first);
    this.pointwise = this.child("pointwise", second);
  }

  override forward(x: Tensor): Tensor {
    return this.pointwise.forward(this.depthwise.forward(x));
  }
}
