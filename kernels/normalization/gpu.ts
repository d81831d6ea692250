export { batchNorm, batchNormGradInput, batchNormGradWeight, channelChunks, sumRows } from "./batchNorm.gpu.ts";
export { localResponseNorm, localResponseNormGrad } from "./localResponseNorm.gpu.ts";
