import { arithmetic } from "./arithmetic.ts";
import { batchNorms } from "./batchNorm.ts";
import { choices } from "./choice.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { extrema } from "./extrema.ts";
import { groupNorms } from "./groupNorm.ts";
import { layerNorms } from "./layerNorm.ts";
import { layout } from "./layout.ts";
import { localResponseNorms } from "./localResponseNorm.ts";
import { losses } from "./losses.ts";
import type { OpInfo } from "./op-info.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";
import type { Row } from "./row.ts";
import { slicing } from "./slicing.ts";
import { softmaxes } from "./softmax.ts";
import { sources } from "./sources.ts";

export const families = {
  elementwise: [...arithmetic, ...elementwise, ...choices],
  sources,
  reductions: [...reductions, ...extrema, ...softmaxes],
  layout: [...layout, ...slicing],
  products: [...products, ...convolution],
  pooling,
  normalization: [...localResponseNorms, ...batchNorms, ...layerNorms, ...groupNorms],
  losses,
};

/** Every operator, family by family. */
export const rows: readonly Row[] = Object.values(families).flat();

/** Every differentiable operator. */
export const opInfos: readonly OpInfo[] = rows.filter(({ isDifferentiable = true }) => isDifferentiable);
