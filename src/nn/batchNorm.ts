import { describeUnusual } from "../core/describe.ts";
import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { checkRank } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { batchNorm } from "../ops/batchNorm.ts";
import { constant } from "./init.ts";
import { Module, type ParameterOptions, parameterOptions } from "./module.ts";

/** What a layer of batch normalization is made with. */
export interface BatchNormLayerOptions extends ParameterOptions {
  /** ε, ≥ 0. Default: 1e-5. */
  readonly eps?: number;
  /** How far the running statistics move towards a batch's, from 0 to 1. Default: 0.1. */
  readonly momentum?: number;
}

const usual = { eps: 1e-5, momentum: 0.1 };

/** γ = 1 and β = 0 to start with, and running statistics that `forward` updates in training and uses in evaluation,
 *  or where it is frozen; see `batchNorm`. */
abstract class BatchNorm extends Module {
  protected abstract readonly ranks: readonly number[];
  /** How many batches it has seen: PyTorch averages by it where there is no momentum. */
  protected override readonly unused = ["num_batches_tracked"];
  /** γ, [features]. */
  readonly weight: Tensor;
  /** β, [features]. */
  readonly bias: Tensor;
  /** [features]; a buffer, from 0. */
  readonly runningMean: Tensor;
  /** [features]; a buffer, from 1. */
  readonly runningVar: Tensor;
  /** ε. */
  readonly eps: number;
  /** How far the running statistics move towards a batch's. */
  readonly momentum: number;

  /** Makes γ, β and the running statistics.
   *  @param features how many channels it takes.
   *  @throws ShapeError unless `features` is a whole number ≥ 1; OptionError for an unknown option, or one of another kind. */
  constructor(features: number, options: BatchNormLayerOptions = {}) {
    super();
    checkOptions(this.constructor.name, options, { ...parameterOptions, eps: number, momentum: number });
    const { eps = usual.eps, momentum = usual.momentum } = options;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = this.parameter("weight", [features], constant(1), options);
    this.bias = this.parameter("bias", [features], constant(0), options);
    this.runningMean = this.buffer("running_mean", [features], 0, options);
    this.runningVar = this.buffer("running_var", [features], 1, options);
  }

  protected override details(): string {
    return describeUnusual({ eps: this.eps, momentum: this.momentum }, usual);
  }

  override forward(x: Tensor): Tensor {
    checkArgument(this.constructor.name, "x", x, tensor);
    checkRank(this.constructor.name, "x [n, c, …]", x.shape, ...this.ranks);
    const { weight, bias, runningMean, runningVar, momentum, eps } = this;
    const training = this.training && !this.frozen;
    return batchNorm(x, { weight, bias, runningMean, runningVar, training, momentum, eps });
  }
}

/** Batch normalization of [n, c] or [n, c, l], per channel; see `batchNorm`.
 *
 *  @example
 *  ```ts
 *  import { BatchNorm1d, tensor } from "alexgrad";
 *
 *  const layer = new BatchNorm1d(2, { eps: 0 });
 *  console.log(await layer.forward(tensor([[1, 10], [3, 30]])).toArray()); // [ [ -1, -1 ], [ 1, 1 ] ]
 *  ``` */
export class BatchNorm1d extends BatchNorm {
  protected override readonly ranks = [2, 3];
}

/** Batch normalization of [n, c, h, w], per channel; see `batchNorm`.
 *
 *  @example
 *  ```ts
 *  import { BatchNorm2d, tensor } from "alexgrad";
 *
 *  const layer = new BatchNorm2d(1, { eps: 0 });
 *  console.log(await layer.forward(tensor([[[[1, 3]]]])).data()); // Float32Array(2) [ -1, 1 ]
 *  ``` */
export class BatchNorm2d extends BatchNorm {
  protected override readonly ranks = [4];
}
