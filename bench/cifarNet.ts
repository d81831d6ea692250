import { layers, type ModelTable } from "../src/models/index.ts";

const { conv, flatten, linear, localResponseNorm, maxPool, relu } = layers;

const stage = (name: string) => [
  conv(name, 64, { kernel: 5, padding: 2 }),
  relu,
  maxPool({ kernel: 3, stride: 2 }),
  // With the usual α of 1e-4, scores would hardly differ without the layer, and no check could miss it.
  localResponseNorm({ size: 5, alpha: 0.1 }),
];

/** The network for CIFAR-10 of cuda-convnet's time. */
export const cifarNet: ModelTable = {
  name: "cifar-net",
  description: "Two convolutions of 64, each with pooling and local response normalization, and three linear layers.",
  input: [3, 32, 32],
  classes: 10,
  layers: [
    ...stage("conv1"),
    ...stage("conv2"),
    flatten,
    linear("fc3", 384),
    relu,
    linear("fc4", 192),
    relu,
    linear("fc5", "classes"),
  ],
};
