import { constant, gaussian, heNormal } from "../../nn/init.ts";
import { batchNorm, conv, dropout, flatten, linear, type ModelTable, maxPool, relu } from "../table.ts";

/** Batch normalization takes a bias away again with the mean. */
const convolution = { bias: false, weightInit: heNormal() };
const hidden = { weightInit: heNormal(), biasInit: constant(0) };

export const alexnetBn: ModelTable = {
  name: "alexnet-bn",
  description: "The 2012 paper's AlexNet with batch normalization (Ioffe & Szegedy, 2015) in place of LRN.",
  input: [3, 227, 227],
  classes: 1000,
  layers: [
    conv("conv1", 96, { kernel: 11, stride: 4, ...convolution }),
    batchNorm,
    relu,
    maxPool({ kernel: 3, stride: 2 }),
    conv("conv2", 256, { kernel: 5, padding: 2, groups: 2, ...convolution }),
    batchNorm,
    relu,
    maxPool({ kernel: 3, stride: 2 }),
    conv("conv3", 384, { kernel: 3, padding: 1, ...convolution }),
    batchNorm,
    relu,
    conv("conv4", 384, { kernel: 3, padding: 1, groups: 2, ...convolution }),
    batchNorm,
    relu,
    conv("conv5", 256, { kernel: 3, padding: 1, groups: 2, ...convolution }),
    batchNorm,
    relu,
    maxPool({ kernel: 3, stride: 2 }),
    flatten,
    linear("fc6", 4096, hidden),
    relu,
    dropout({ p: 0.5 }),
    linear("fc7", 4096, hidden),
    relu,
    dropout({ p: 0.5 }),
    linear("fc8", "classes", { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0) }),
  ],
};
