import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import {
  type LocalResponseNormOptions,
  localResponseNorm,
  localResponseNormOptions,
} from "../ops/localResponseNorm.ts";
import { Module } from "./module.ts";

/** See `localResponseNorm`. */
export class LocalResponseNorm extends Module {
  readonly options: LocalResponseNormOptions;

  constructor(options: LocalResponseNormOptions = {}) {
    super();
    checkOptions("LocalResponseNorm", options, localResponseNormOptions);
    this.options = options;
  }

  protected override compute(x: Tensor): Tensor {
    return localResponseNorm(x, this.options);
  }
}
