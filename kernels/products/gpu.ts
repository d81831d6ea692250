export { conv2d, conv2dVectors } from "./conv2d.gpu.ts";
export { conv2dGradInput, conv2dGradInputVectors } from "./conv2dGradInput.gpu.ts";
export { addSlabs, conv2dGradWeight, conv2dGradWeightVectors } from "./conv2dGradWeight.gpu.ts";
export { cropRows, matmul, matmulVectors } from "./matmul.gpu.ts";
export { unpack } from "./unpack.gpu.ts";
