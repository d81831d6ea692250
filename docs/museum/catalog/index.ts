import type { Bug } from "../bug.ts";
import { autograd } from "./autograd.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { losses } from "./losses.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";

/** Bugs that a gradient checker should catch. */
export const catalog: readonly Bug[] = [
  ...convolution,
  ...pooling,
  ...normalization,
  ...elementwise,
  ...reductions,
  ...products,
  ...layout,
  ...losses,
  ...autograd,
];
