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

/** Local response normalization; see `localResponseNorm`.
 *
 *  @example
 *  ```ts
 *  import { LocalResponseNorm, ones } from "alexgrad";
 *
 *  const layer = new LocalResponseNorm({ size: 1, alpha: 1, beta: 1 });
 *  console.log(await layer.forward(ones([1, 1, 1, 2])).data()); // Float32Array(2) [ 0.5, 0.5 ]
 *  ``` */
export class LocalResponseNorm extends Module {
  /** As given. */
  readonly options: LocalResponseNormOptions;

  /** Keeps the options.
   *  @throws OptionError for an unknown option, or one of another kind. */
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
