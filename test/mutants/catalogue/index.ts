import type { Mutant } from "../mutant.ts";
import { autograd } from "./autograd.ts";
import { batchNorm } from "./batchNorm.ts";
import { conv2d } from "./conv2d.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { localResponseNorm } from "./localResponseNorm.ts";
import { losses } from "./losses.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";

/** Bugs that a gradient checker should catch. */
export const mutants: readonly Mutant[] = [
  ...conv2d,
  ...pooling,
  ...localResponseNorm,
  ...batchNorm,
  ...elementwise,
  ...reductions,
  ...products,
  ...layout,
  ...losses,
  ...autograd,
];
