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

/** Max pooling of [n, c, h, w] to [n, c, oh, ow]; see `maxPool2d`.
 *
 *  @example
 *  ```ts
 *  import { MaxPool2d, ones } from "alexgrad";
 *
 *  console.log(new MaxPool2d({ kernel: 3, stride: 2 }).forward(ones([1, 96, 55, 55])).shape); // [ 1, 96, 27, 27 ]
 *  ``` */
export class MaxPool2d extends Module {
  /** The windows. */
  readonly options: Pool2dOptions;

  /** Keeps the options. @throws OptionError unless the kernel is given, whole and ≥ 1. */
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

/** Average pooling of [n, c, h, w] to [n, c, oh, ow]; see `avgPool2d`.
 *
 *  @example
 *  ```ts
 *  import { AvgPool2d, ones } from "alexgrad";
 *
 *  console.log(new AvgPool2d({ kernel: 2 }).forward(ones([1, 6, 28, 28])).shape); // [ 1, 6, 14, 14 ]
 *  ``` */
export class AvgPool2d extends Module {
  /** The windows, and what their sums are divided by. */
  readonly options: AvgPool2dOptions;

  /** Keeps the options. @throws OptionError unless the kernel is given, whole and ≥ 1. */
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

/** Average pooling of [n, c, h, w] to a given size, [n, c, oh, ow]; see `adaptiveAvgPool2d`.
 *
 *  @example
 *  ```ts
 *  import { AdaptiveAvgPool2d, ones } from "alexgrad";
 *
 *  console.log(new AdaptiveAvgPool2d({ outputSize: 6 }).forward(ones([1, 256, 13, 13])).shape); // [ 1, 256, 6, 6 ]
 *  ``` */
export class AdaptiveAvgPool2d extends Module {
  /** One number for both, or [oh, ow]. */
  readonly outputSize: Pair;

  /** Keeps the size.
   *  @param options.outputSize one number for both, or [oh, ow].
   *  @throws OptionError unless it is whole and ≥ 1. */
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
