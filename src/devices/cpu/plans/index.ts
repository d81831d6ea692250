import type { Plans } from "../plan.ts";
import type { Tile } from "../tiles.ts";
import { broadcastPlans } from "./broadcast.ts";
import { diagnosisPlans } from "./diagnosis.ts";
import { elementwisePlans } from "./elementwise.ts";
import { labelPlans } from "./labels.ts";
import { layoutPlans } from "./layout.ts";
import { normalisationPlans } from "./normalisation.ts";
import { optimiserPlans } from "./optimiser.ts";
import { productPlans } from "./products.ts";
import { reductionPlans } from "./reductions.ts";
import { sourcePlans } from "./sources.ts";
import { windowPlans } from "./windows.ts";

/** How every kernel runs, with this register tile in the products. */
export function makePlans(tile: Tile): Plans {
  return {
    ...elementwisePlans,
    ...broadcastPlans,
    ...reductionPlans,
    ...layoutPlans,
    ...productPlans(tile),
    ...windowPlans,
    ...normalisationPlans,
    ...labelPlans,
    ...sourcePlans,
    ...optimiserPlans,
    ...diagnosisPlans,
  };
}
