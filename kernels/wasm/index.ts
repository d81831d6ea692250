/** Every function that a plan's passes may call (see src/devices/cpu/plan.ts), and the two that the device and the
 *  benchmarks time by themselves. */

export { relu, reluGrad, sigmoid, tanh } from "./activations";
export { avgPool2d, avgPool2dGrad } from "./avgPool2d";
export { batchNorm, batchNormGradInput, batchNormGradWeight } from "./batchNorm";
export { multiplyAddBound } from "./bound";
export { add, div, equal, greater, maximum, mul, sub } from "./broadcast";
export { conv2d, packConv2d } from "./conv2d";
export { conv2dGradInput, packConv2dGradInput } from "./conv2dGradInput";
export { conv2dGradWeight, packConv2dGradWeight, stageConv2dGradWeight } from "./conv2dGradWeight";
export { depthwiseConv2d, depthwiseConv2dGradInput, depthwiseConv2dGradWeight } from "./depthwise";
export { countNonFinite, totalCount } from "./diagnosis";
export { oneHot, pick } from "./labels";
export { place, strided } from "./layout";
export { localResponseNorm } from "./localResponseNorm";
export { localResponseNormGrad } from "./localResponseNormGrad";
export { matmul, packMatmul } from "./matmul";
export { maxPool2d } from "./maxPool2d";
export { maxPool2dGather, maxPool2dGrad } from "./maxPool2dGrad";
export { maxPool2dOffset } from "./maxPool2dOffset";
export { adaptiveStep, linearCombination, squareAccumulate } from "./optimiser";
export { pow } from "./pow";
export { max, mean, sum, variance } from "./reduce";
export { logSoftmax, softmax } from "./softmax";
export { dropoutMask, fill } from "./sources";
export { multiply } from "./tile";
export { transpose } from "./transpose";
export { abs, clamp, exp, log, neg, sign, sqrt } from "./unary";
