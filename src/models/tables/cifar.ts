import { constant, gaussian } from "../../nn/init.ts";
import {
  avgPool,
  conv,
  flatten,
  type InitSpec,
  type LayerSpec,
  linear,
  localResponseNorm,
  type ModelTable,
  maxPool,
  relu,
} from "../table.ts";

function init(std: number): InitSpec {
  return { weightInit: gaussian({ std }), biasInit: constant(0) };
}

/** Sizes are rounded up: 32 → 16 → 8 → 4. */
const ceil = { ceilMode: true };

/** The convolutions that both nets share. `norm` follows the first two poolings. */
function features(norm: readonly LayerSpec[]): LayerSpec[] {
  return [
    conv("conv1", 32, { kernel: 5, padding: 2, ...init(1e-4) }),
    maxPool({ kernel: 3, stride: 2, ...ceil }),
    relu,
    ...norm,
    conv("conv2", 32, { kernel: 5, padding: 2, ...init(0.01) }),
    relu,
    avgPool({ kernel: 3, stride: 2, ...ceil }),
    ...norm,
    conv("conv3", 64, { kernel: 5, padding: 2, ...init(0.01) }),
    relu,
    avgPool({ kernel: 3, stride: 2, ...ceil }),
  ];
}

export const cifar26pct: ModelTable = {
  name: "cifar-26pct",
  description: "26 % error on CIFAR-10 in 80 seconds of 2011 (Krizhevsky, cuda-convnet, layers-80sec.cfg).",
  input: [3, 32, 32],
  classes: 10,
  layers: [...features([]), flatten, linear("fc64", 64, init(0.1)), relu, linear("fc10", "classes", init(0.1))],
};

export const cifar18pct: ModelTable = {
  name: "cifar-18pct",
  description: "18 % error on CIFAR-10 in 20 minutes of 2011 (Krizhevsky, cuda-convnet, layers-18pct.cfg).",
  input: [3, 32, 32],
  classes: 10,
  layers: [
    ...features([localResponseNorm({ size: 3, alpha: 5e-5, beta: 0.75, channels: "within" })]),
    flatten,
    linear("fc10", "classes", init(0.01)),
  ],
};
