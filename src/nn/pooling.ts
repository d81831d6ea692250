import { describeKernel, describeWindow } from "../core/geometry/describeWindow.ts";
import { type Pool2dOptions, pool2dOptions } from "../core/geometry/pool2d.ts";
import { type Pair, readPair } from "../core/geometry/window.ts";
import { pair } from "../core/kinds.ts";
import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { adaptiveAvgPool2d } from "../ops/adaptiveAvgPool2d.ts";
import { type AvgPool2dOptions, avgPool2d, avgPool2dOptions } from "../ops/avgPool2d.ts";
import { maxPool2d } from "../ops/maxPool2d.ts";
import { Module } from "./module.ts";

/** See `maxPool2d`. */
export class MaxPool2d extends Module {
  readonly options: Pool2dOptions;

  constructor(options: Pool2dOptions) {
    super();
    checkOptions("MaxPool2d", options, pool2dOptions);
    readPair("MaxPool2d", "kernel", options.kernel, 1);
    this.options = { ...options };
  }

  protected override details(): string {
    return describeWindow({ stride: this.options.kernel, ...this.options });
  }

  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.options);
  }
}

/** See `avgPool2d`. */
export class AvgPool2d extends Module {
  readonly options: AvgPool2dOptions;

  constructor(options: AvgPool2dOptions) {
    super();
    checkOptions("AvgPool2d", options, avgPool2dOptions);
    readPair("AvgPool2d", "kernel", options.kernel, 1);
    this.options = { ...options };
  }

  protected override details(): string {
    return describeWindow({ stride: this.options.kernel, ...this.options });
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.options);
  }
}

/** See `adaptiveAvgPool2d`. */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: Pair;

  constructor(options: { readonly outputSize: Pair }) {
    super();
    checkOptions("AdaptiveAvgPool2d", options, { outputSize: pair });
    readPair("AdaptiveAvgPool2d", "outputSize", options.outputSize, 1);
    this.outputSize = options.outputSize;
  }

  protected override details(): string {
    return describeKernel(this.outputSize);
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, { outputSize: this.outputSize });
  }
}
