import type { Tensor } from "../core/tensor.ts";
import { flatten } from "../ops/flatten.ts";
import { Module } from "./module.ts";

/** [n, c, h, w] to [n, c·h·w]; see `flatten`.
 *
 *  @example
 *  ```ts
 *  import { Flatten, ones } from "alexgrad";
 *
 *  console.log(new Flatten().forward(ones([2, 3, 4, 4])).shape); // [ 2, 48 ]
 *  ``` */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    return flatten(x);
  }
}
