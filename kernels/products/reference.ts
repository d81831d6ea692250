export { conv2d, conv2dGradInput, conv2dGradWeight } from "./conv2d.reference.ts";
export { matmul } from "./matmul.reference.ts";
