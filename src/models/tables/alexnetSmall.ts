import { checkRank, checkShape } from "../../core/shape.ts";
import { constant, gaussian, heNormal } from "../../nn/init.ts";
import {
  conv,
  dropout,
  flatten,
  type InputShape,
  linear,
  localResponseNorm,
  type ModelTable,
  maxPool,
  relu,
} from "../table.ts";

const init = { weightInit: heNormal(), biasInit: constant(0) };
/** PyTorch's constants. The paper's k = 2 would scale He's activations down by 0.6 at each of the two. */
const norm = localResponseNorm({ size: 5, k: 1, alpha: 1e-4, beta: 0.75 });
/** Padded, so that a size s becomes ⌈s / 2⌉ and never vanishes. */
const pool = maxPool({ kernel: 3, stride: 2, padding: 1 });
/** So few features cannot spare every other one, as the paper's 4,096 can. */
const drop = dropout({ p: 0.2 });

/** AlexNet's layers in AlexNet's order, for small images of any shape: five convolutions, three of them in two groups,
 *  normalization after the first two, three overlapping poolings, three linear layers with dropout between them.
 *  From 24×24 on conv1 steps by 2, so that 32×32 costs what 16×16 does, 1.1 million multiplications; pool5 makes 1×1 of
 *  8×8, 2×2 of 16×16 and 32×32, and 4×4 of 64×64. With momentum 0.9 it trains at a rate of 0.01 from the
 *  first step on, or 0.02 after a warm-up.
 *  @param input the images' shape, [c, h, w]. Default: [3, 32, 32].
 *  @returns the network's table.
 *  @throws ShapeError unless the input is a shape of rank 3.
 *
 *  @example
 *  ```ts
 *  import { alexnetSmall, summarize } from "alexgrad";
 *
 *  console.log(summarize(alexnetSmall([1, 28, 28])).totals.parameters); // 67330
 *  ``` */
export function alexnetSmall(input: InputShape = [3, 32, 32]): ModelTable {
  checkShape("alexnetSmall", input);
  checkRank("alexnetSmall", "the input [c, h, w]", input, 3);
  const stride = Math.min(input[1], input[2]) < 24 ? 1 : 2;
  return {
    name: "alexnet-small",
    description: "AlexNet's topology for images from 8×8 to 64×64, with about a thousandth of its parameters.",
    input,
    classes: 10,
    layers: [
      conv("conv1", 16, { kernel: 5, stride, padding: 2, ...init }),
      relu,
      norm,
      pool,
      conv("conv2", 24, { kernel: 5, padding: 2, groups: 2, ...init }),
      relu,
      norm,
      pool,
      conv("conv3", 48, { kernel: 3, padding: 1, ...init }),
      relu,
      conv("conv4", 48, { kernel: 3, padding: 1, groups: 2, ...init }),
      relu,
      conv("conv5", 32, { kernel: 3, padding: 1, groups: 2, ...init }),
      relu,
      pool,
      flatten,
      linear("fc6", 128, init),
      relu,
      drop,
      linear("fc7", 128, init),
      relu,
      drop,
      linear("fc8", "classes", { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0) }),
    ],
  };
}
