import { describeUnusual } from "../core/describe.ts";
import { number } from "../core/kinds.ts";
import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { type LeakyReluOptions, leakyRelu, relu, sigmoid, tanh } from "../ops/elementwise.ts";
import { softmax } from "../ops/softmax.ts";
import { Module } from "./module.ts";

/** The layer of `relu`, for a tensor of any shape.
 *
 *      y = max(x, 0)
 *
 *  Source: Nair & Hinton 2010; PyTorch's torch.nn.ReLU.
 *
 *  @example
 *  ```ts
 *  import { ReLU, tensor } from "alexgrad";
 *
 *  console.log(await new ReLU().forward(tensor([-2, 3])).toArray()); // [ 0, 3 ]
 *  ``` */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/** The layer of `leakyRelu`, for a tensor of any shape.
 *
 *      y = x where x > 0, else negativeSlope · x
 *
 *  Source: Maas, Hannun & Ng 2013; PyTorch's torch.nn.LeakyReLU.
 *
 *  @example
 *  ```ts
 *  import { LeakyReLU, tensor } from "alexgrad";
 *
 *  const layer = new LeakyReLU({ negativeSlope: 0.5 });
 *  console.log(await layer.forward(tensor([-2, 3])).toArray()); // [ -1, 3 ]
 *  ``` */
export class LeakyReLU extends Module {
  /** What x is multiplied by below 0. */
  readonly negativeSlope: number;

  /** @throws OptionError for an unknown option. */
  constructor(options: LeakyReluOptions = {}) {
    super();
    checkOptions("LeakyReLU", options, { negativeSlope: number });
    const { negativeSlope = 0.01 } = options;
    this.negativeSlope = negativeSlope;
  }

  protected override details(): string {
    return describeUnusual({ negativeSlope: this.negativeSlope }, { negativeSlope: 0.01 });
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, { negativeSlope: this.negativeSlope });
  }
}

/** The layer of `sigmoid`, for a tensor of any shape.
 *
 *      y = 1 / (1 + e⁻ˣ)
 *
 *  Source: PyTorch's torch.nn.Sigmoid.
 *
 *  @example
 *  ```ts
 *  import { Sigmoid, tensor } from "alexgrad";
 *
 *  console.log(await new Sigmoid().forward(tensor([0, 1000])).toArray()); // [ 0.5, 1 ]
 *  ``` */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/** The layer of `tanh`, for a tensor of any shape.
 *
 *      y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
 *
 *  Source: PyTorch's torch.nn.Tanh.
 *
 *  @example
 *  ```ts
 *  import { Tanh, tensor } from "alexgrad";
 *
 *  console.log(await new Tanh().forward(tensor([0, 1000])).toArray()); // [ 0, 1 ]
 *  ``` */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/** The layer of `softmax`, along the last axis of a tensor of any shape. Not for training: `crossEntropy` takes the scores
 *  before it.
 *
 *      y[i] = exp(x[i]) / Σ_j exp(x[j])
 *
 *  Source: Bridle 1990; PyTorch's torch.nn.Softmax.
 *
 *  @example
 *  ```ts
 *  import { Softmax, tensor } from "alexgrad";
 *
 *  console.log(await new Softmax().forward(tensor([[1, 1], [0, 1000]])).toArray()); // [ [ 0.5, 0.5 ], [ 0, 1 ] ]
 *  ``` */
export class Softmax extends Module {
  override forward(x: Tensor): Tensor {
    return softmax(x);
  }
}
