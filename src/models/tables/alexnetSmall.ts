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
const norm = localResponseNorm({ size: 5, k: 2, alpha: 1e-4, beta: 0.75, divideAlpha: false });
/** Padded, so that a size s becomes ⌈s / 2⌉ and never vanishes. */
const pool = maxPool(3, 2, { padding: 1 });

export function alexnetSmall(input: InputShape = [3, 32, 32]): ModelTable {
  const stride = Math.min(input[1], input[2]) < 24 ? 1 : 2;
  return {
    name: "alexnet-small",
    description: "AlexNet's topology for images from 8×8 to 64×64, with about a thousandth of its parameters.",
    input,
    classes: 10,
    layers: [
      conv("conv1", 16, 5, { stride, padding: 2, ...init }),
      relu,
      norm,
      pool,
      conv("conv2", 24, 5, { padding: 2, groups: 2, ...init }),
      relu,
      norm,
      pool,
      conv("conv3", 48, 3, { padding: 1, ...init }),
      relu,
      conv("conv4", 48, 3, { padding: 1, groups: 2, ...init }),
      relu,
      conv("conv5", 32, 3, { padding: 1, groups: 2, ...init }),
      relu,
      pool,
      flatten,
      linear("fc6", 128, init),
      relu,
      dropout(0.2),
      linear("fc7", 128, init),
      relu,
      dropout(0.2),
      linear("fc8", "classes", { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0) }),
    ],
  };
}
