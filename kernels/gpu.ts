// Every function that gpu.js translates, but for the elementwise ones and the helpers of common/integers.ts.
export * from "./diagnosis/gpu.ts";
export * from "./elementwise/choice.gpu.ts";
export * from "./layout/gpu.ts";
export * from "./losses/gpu.ts";
export * from "./normalization/gpu.ts";
export * from "./optimizers/gpu.ts";
export * from "./pooling/gpu.ts";
export * from "./products/gpu.ts";
export * from "./reductions/gpu.ts";
export * from "./sources/gpu.ts";
