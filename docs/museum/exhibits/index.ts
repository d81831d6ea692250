import type { Bug } from "../bug.ts";
import { catalog } from "../catalog/index.ts";
import type { Exhibit } from "../exhibit.ts";
import { autograd } from "./autograd.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { losses } from "./losses.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";

/** By the names of their bugs. */
export const byName = {
  ...convolution,
  ...pooling,
  ...normalization,
  ...elementwise,
  ...reductions,
  ...products,
  ...layout,
  ...losses,
  ...autograd,
};

/** Every bug of the catalog with what the museum says of it. */
export const exhibits: readonly (Exhibit & { readonly bug: Bug })[] = catalog.map((bug) => {
  const exhibit = byName[bug.name];
  if (exhibit === undefined) throw new Error(`expected an exhibit of ${bug.name}`);
  return { ...exhibit, bug };
});
