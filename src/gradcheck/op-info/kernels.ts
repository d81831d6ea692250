import { batchNormKernels } from "./batchNorm.ts";
import { choiceKernels } from "./choice.ts";
import { convolutionKernels } from "./convolution.ts";
import { diagnosisKernels } from "./diagnosis.ts";
import { elementwiseKernels } from "./elementwiseKernels.ts";
import { extremaKernels } from "./extrema.ts";
import type { KernelInfos } from "./kernelInfo.ts";
import { layoutKernels } from "./layout.ts";
import { localResponseNormKernels } from "./localResponseNorm.ts";
import { lossKernels } from "./losses.ts";
import { optimizerKernels } from "./optimizers.ts";
import { poolingKernels } from "./pooling.ts";
import { productKernels } from "./products.ts";
import { reductionKernels } from "./reductions.ts";
import { slicingKernels } from "./slicing.ts";
import { softmaxKernels } from "./softmax.ts";
import { sourceKernels } from "./sources.ts";

/** Every kernel of the seam: how it moves with its inputs, and how far a device may be from its definition. */
export const kernelInfos: KernelInfos = {
  ...batchNormKernels,
  ...choiceKernels,
  ...convolutionKernels,
  ...diagnosisKernels,
  ...elementwiseKernels,
  ...extremaKernels,
  ...layoutKernels,
  ...localResponseNormKernels,
  ...lossKernels,
  ...optimizerKernels,
  ...poolingKernels,
  ...productKernels,
  ...reductionKernels,
  ...slicingKernels,
  ...softmaxKernels,
  ...sourceKernels,
};
