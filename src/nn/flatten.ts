import type { Tensor } from "../core/tensor.ts";
import { flatten } from "../ops/flatten.ts";
import { Module } from "./module.ts";

/** [n, c, h, w] to [n, c·h·w]; see `flatten`. */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    return flatten(x);
  }
}
