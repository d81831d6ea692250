/**
 * torchvision's AlexNet: 61,100,840 parameters, input 3 × 224 × 224. Every convolution is followed by ReLU;
 * every pool is 3 × 3 with stride 2. A linear layer takes `from` channels of `kernel` × `kernel` values.
 * @typedef {{ op: "conv", from: number, to: number, kernel: number, stride: number, pad: number }} Conv
 * @typedef {{ op: "linear", from: number, to: number, kernel: number, relu: boolean }} Linear
 * @type {(Conv | Linear | { op: "pool" | "flatten" | "dropout" })[]}
 */
export const layers = [
  { op: "conv", from: 3, to: 64, kernel: 11, stride: 4, pad: 2 },
  { op: "pool" },
  { op: "conv", from: 64, to: 192, kernel: 5, stride: 1, pad: 2 },
  { op: "pool" },
  { op: "conv", from: 192, to: 384, kernel: 3, stride: 1, pad: 1 },
  { op: "conv", from: 384, to: 256, kernel: 3, stride: 1, pad: 1 },
  { op: "conv", from: 256, to: 256, kernel: 3, stride: 1, pad: 1 },
  { op: "pool" },
  { op: "flatten" },
  { op: "dropout" },
  { op: "linear", from: 256, to: 4096, kernel: 6, relu: true },
  { op: "dropout" },
  { op: "linear", from: 4096, to: 4096, kernel: 1, relu: true },
  { op: "linear", from: 4096, to: 1000, kernel: 1, relu: false },
];

/**
 * Weight and bias of each layer that has them, null for the others.
 * @param {{ take(shape: number[]): Float32Array }} given
 */
export const takeParameters = (given) =>
  layers.map((layer) => {
    if (layer.op !== "conv" && layer.op !== "linear") return null;
    const { from, to, kernel } = layer;
    return { weight: given.take([to, from, kernel, kernel]), bias: given.take([to]) };
  });

/** @param {number} batch */
export const imagesShape = (batch) => [batch, 3, 224, 224];
