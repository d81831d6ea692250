import { number } from "../core/kinds.ts";
import { checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Conv2d, type Conv2dLayerOptions, conv2dLayerOptions } from "./conv2d.ts";
import { Module } from "./module.ts";

export interface DepthwiseSeparableConv2dLayerOptions extends Omit<Conv2dLayerOptions, "groups"> {
  /** Filters for each input channel. Default 1. */
  readonly multiplier?: number;
}

const { groups: _, ...ungrouped } = conv2dLayerOptions;
const layerOptions: Kinds<DepthwiseSeparableConv2dLayerOptions> = { ...ungrouped, multiplier: number };

/** A convolution in two cheaper ones: each channel by its own filters (`depthwise`, without bias), then all of them mixed
 *  pixel by pixel (`pointwise`). Per output pixel c·m·kh·kw + c·m·k multiplications instead of c·kh·kw·k. */
export class DepthwiseSeparableConv2d extends Module {
  readonly depthwise: Conv2d;
  readonly pointwise: Conv2d;

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
