import type { Tensor } from "../core/tensor.ts";
import { relu, sigmoid, tanh } from "../ops/elementwise.ts";
import { softmax } from "../ops/softmax.ts";
import { Module } from "./module.ts";

/** See `relu`. */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/** See `sigmoid`. */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/** See `tanh`. */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/** Along the last axis; see `softmax`. Not for training: `crossEntropy` takes the scores before it. */
export class Softmax extends Module {
  override forward(x: Tensor): Tensor {
    return softmax(x);
  }
}
