import { diagnosisPlans } from "../../../kernels/diagnosis/gpuPlans.ts";
import { elementwisePlans } from "../../../kernels/elementwise/gpuPlans.ts";
import { layoutPlans } from "../../../kernels/layout/gpuPlans.ts";
import { lossPlans } from "../../../kernels/losses/gpuPlans.ts";
import { normalizationPlans } from "../../../kernels/normalization/gpuPlans.ts";
import { optimizerPlans } from "../../../kernels/optimizers/gpuPlans.ts";
import { poolingPlans } from "../../../kernels/pooling/gpuPlans.ts";
import { productPlans } from "../../../kernels/products/gpuPlans.ts";
import { reductionPlans } from "../../../kernels/reductions/gpuPlans.ts";
import { sourcePlans } from "../../../kernels/sources/gpuPlans.ts";
import type { Plans } from "./plan.ts";

/** How every kernel runs. */
export const plans: Plans = {
  ...elementwisePlans,
  ...reductionPlans,
  ...layoutPlans,
  ...productPlans,
  ...poolingPlans,
  ...normalizationPlans,
  ...lossPlans,
  ...sourcePlans,
  ...optimizerPlans,
  ...diagnosisPlans,
};
