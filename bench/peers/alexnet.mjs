/**
 * torchvision's AlexNet: 61,100,840 parameters, input 3 × 224 × 224. Every convolution is followed by ReLU;
 * every pool is 3 × 3 with stride 2.
 * @typedef {{ op: "conv", from: number, to: number, kernel: number, stride: number, pad: number }} Conv
 * @typedef {{ op: "linear", from: number, to: number, relu: boolean }} Linear
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
  { op: "linear", from: 256 * 6 * 6, to: 4096, relu: true },
  { op: "dropout" },
  { op: "linear", from: 4096, to: 4096, relu: true },
  { op: "linear", from: 4096, to: 1000, relu: false },
];

/**
 * Numbers uniform in [-bound, bound).
 * @param {number} length
 */
export const uniform = (length, bound = 1) => new Float32Array(length).map(() => (2 * Math.random() - 1) * bound);

/**
 * PyTorch's initial values: weight and bias uniform within ±1 / √fan-in.
 * @param {Conv | Linear} layer
 */
export function initialize(layer) {
  const fanIn = layer.from * (layer.op === "conv" ? layer.kernel ** 2 : 1);
  const bound = 1 / Math.sqrt(fanIn);
  return { weight: uniform(layer.to * fanIn, bound), bias: uniform(layer.to, bound) };
}
