import { axes } from "./axes.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { losses } from "./losses.ts";
import { normalization } from "./normalization.ts";
import type { OpInfo } from "./op-info.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";

/** Every differentiable operator. */
export const opInfos: readonly OpInfo[] = [
  ...elementwise,
  ...axes,
  ...layout,
  ...products,
  ...pooling,
  ...normalization,
  ...losses,
];
