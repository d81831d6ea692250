import { diagnosisPlans } from "../../../kernels/diagnosis/cpuPlans.ts";
import { elementwisePlans } from "../../../kernels/elementwise/cpuPlans.ts";
import { layoutPlans } from "../../../kernels/layout/cpuPlans.ts";
import { lossPlans } from "../../../kernels/losses/cpuPlans.ts";
import { normalizationPlans } from "../../../kernels/normalization/cpuPlans.ts";
import { optimizerPlans } from "../../../kernels/optimizers/cpuPlans.ts";
import { poolingPlans } from "../../../kernels/pooling/cpuPlans.ts";
import { productPlans } from "../../../kernels/products/cpuPlans.ts";
import { reductionPlans } from "../../../kernels/reductions/cpuPlans.ts";
import { sourcePlans } from "../../../kernels/sources/cpuPlans.ts";
import type { Plans } from "./plan.ts";
import type { Tile } from "./tiles.ts";

/** How every kernel runs, with this register tile in the products. */
export function makePlans(tile: Tile): Plans {
  return {
    ...elementwisePlans,
    ...reductionPlans,
    ...layoutPlans,
    ...productPlans(tile),
    ...poolingPlans,
    ...normalizationPlans,
    ...lossPlans,
    ...sourcePlans,
    ...optimizerPlans,
    ...diagnosisPlans,
  };
}
