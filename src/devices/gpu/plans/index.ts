import type { Plans } from "../plan.ts";
import { broadcasts } from "./broadcast.ts";
import { diagnosis } from "./diagnosis.ts";
import { elementwise } from "./elementwise.ts";
import { labels } from "./labels.ts";
import { layout } from "./layout.ts";
import { normalisation } from "./normalisation.ts";
import { optimiser } from "./optimiser.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";
import { softmaxes } from "./softmax.ts";
import { sources } from "./sources.ts";
import { windows } from "./windows.ts";

/** Every kernel of the seam. */
export const plans: Plans = {
  ...elementwise,
  ...broadcasts,
  ...reductions,
  ...softmaxes,
  ...layout,
  ...products,
  ...windows,
  ...normalisation,
  ...labels,
  ...sources,
  ...optimiser,
  ...diagnosis,
};
