export type { LoadReport, NamedState, State } from "../core/state.ts";
export { LeakyReLU, ReLU, Sigmoid, Softmax, Tanh } from "./activations.ts";
export { BatchNorm1d, BatchNorm2d, type BatchNormLayerOptions } from "./batchNorm.ts";
export { Conv2d, type Conv2dLayerOptions, type WeightedOptions } from "./conv2d.ts";
export { DepthwiseSeparableConv2d, type DepthwiseSeparableConv2dLayerOptions } from "./depthwiseSeparableConv2d.ts";
export { Dropout, type DropoutLayerOptions, seedDropout } from "./dropout.ts";
export { Flatten } from "./flatten.ts";
export { GroupNorm } from "./groupNorm.ts";
export {
  constant,
  fanInUniform,
  gaussian,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  uniform,
} from "./init.ts";
export { LayerNorm, type NormLayerOptions } from "./layerNorm.ts";
export { Linear } from "./linear.ts";
export { LocalResponseNorm } from "./localResponseNorm.ts";
export { type ForwardHook, Module, type ParameterOptions } from "./module.ts";
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "./pooling.ts";
export { Sequential } from "./sequential.ts";
