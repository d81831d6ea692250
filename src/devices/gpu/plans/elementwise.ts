import type { Plans } from "../plan.ts";

export const elementwise = {
  neg: (gpu, size, x) => gpu.run("neg", size, {}, x),
  exp: (gpu, size, x) => gpu.run("exp", size, {}, x),
  log: (gpu, size, x) => gpu.run("log", size, {}, x),
  sqrt: (gpu, size, x) => gpu.run("sqrt", size, {}, x),
  abs: (gpu, size, x) => gpu.run("abs", size, {}, x),
  sign: (gpu, size, x) => gpu.run("sign", size, {}, x),
  clamp: (gpu, size, x, { min, max }) => gpu.run("clamp", size, {}, x, min, max),
  relu: (gpu, size, x) => gpu.run("relu", size, {}, x),
  reluGrad: (gpu, size, dy, y) => gpu.run("reluGrad", size, {}, dy, y),
  sigmoid: (gpu, size, x) => gpu.run("sigmoid", size, {}, x),
  tanh: (gpu, size, x) => gpu.run("tanh", size, {}, x),
} satisfies Partial<Plans>;
