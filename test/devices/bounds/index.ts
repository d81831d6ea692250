import type { Bounds } from "./bound.ts";
import { diagnosis } from "./diagnosis.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { losses } from "./losses.ts";
import { normalization } from "./normalization.ts";
import { optimizers } from "./optimizers.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";
import { sources } from "./sources.ts";

export const bounds: Bounds = {
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...pooling,
  ...normalization,
  ...losses,
  ...sources,
  ...optimizers,
  ...diagnosis,
};
