import { describeUnusual } from "../core/describe.ts";
import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import {
  type LocalResponseNormOptions,
  localResponseNorm,
  localResponseNormOptions,
} from "../ops/localResponseNorm.ts";
import { Module } from "./module.ts";

const usual: LocalResponseNormOptions = {
  size: 5,
  alpha: 1e-4,
  beta: 0.75,
  k: 1,
  divideAlpha: true,
  channels: "across",
};

/** See `localResponseNorm`. */
export class LocalResponseNorm extends Module {
  readonly options: LocalResponseNormOptions;

  constructor(options: LocalResponseNormOptions = {}) {
    super();
    checkOptions("LocalResponseNorm", options, localResponseNormOptions);
    this.options = options;
  }

  protected override details(): string {
    return describeUnusual(this.options, usual);
  }

  override forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.options);
  }
}
