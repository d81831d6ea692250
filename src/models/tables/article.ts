import { choice } from "../../core/kinds.ts";
import { checkOptions } from "../../core/options.ts";
import { constant, glorotUniform } from "../../nn/init.ts";
import {
  avgPool,
  batchNorm,
  conv,
  dropout,
  flatten,
  type LayerSpec,
  linear,
  localResponseNorm,
  type ModelTable,
  maxPool,
  relu,
} from "../table.ts";

/** Row 14 of the article's statements: Glorot's range, k = 6, and b = 0. */
const init = { weightInit: glorotUniform(), biasInit: constant(0) };

/** The article gives no constants: the paper's. */
const norm = localResponseNorm({ size: 5, k: 2, alpha: 1e-4, beta: 0.75, divideAlpha: false });

/** Rows 3 and 12: FC6 and FC7 with dropout, then FC8. The article gives no sizes: the paper's. */
const classifier: LayerSpec[] = [
  flatten,
  linear("fc6", 4096, init),
  relu,
  dropout({ p: 0.5 }),
  linear("fc7", 4096, init),
  relu,
  dropout({ p: 0.5 }),
  linear("fc8", "classes", init),
];

/** The network of the article's section 3, by row of its statements:
 *
 *  3. Kernels of 5×5 in conv1 and 3×3 in the others; 96, 256, 384, 384 and 256 filters.
 *  4. ReLU, LRN and 2×2 pooling after every convolution. Five times 2×2 needs an input of at least 32×32.
 *  5. Dilation 2 in every convolution. The section names no stride, and a dilation is none, so that the stride is 1 and
 *     the padding 2·(k − 1)/2 on each side keeps the size: 227 → 113 → 56 → 28 → 14 → 7, by the pooling alone. That
 *     costs ten times the 2012 net's multiplications.
 *  6. The numbers of filters are those of row 3: "input channels equal output channels" contradicts them. */
export function article(options: { readonly pool?: "max" | "avg" } = {}): ModelTable {
  checkOptions("article", options, { pool: choice("max", "avg") });
  const pool = options.pool === "avg" ? avgPool({ kernel: 2, stride: 2 }) : maxPool({ kernel: 2, stride: 2 });
  const block = (name: string, filters: number, kernel: number) => [
    conv(name, filters, { kernel, dilation: 2, padding: kernel - 1, ...init }),
    relu,
    norm,
    pool,
  ];
  return {
    name: "article",
    description: "The network of the article's section 3: dilated convolutions, each normalised and pooled 2×2.",
    input: [3, 227, 227],
    classes: 1000,
    layers: [
      ...block("conv1", 96, 5),
      ...block("conv2", 256, 3),
      ...block("conv3", 384, 3),
      ...block("conv4", 384, 3),
      ...block("conv5", 256, 3),
      ...classifier,
    ],
  };
}

/** Rows 7 and 9: 3×3, zero padding of 1, batch normalisation, ReLU. */
function convolution(name: string, filters: number, stride = 1): LayerSpec[] {
  return [conv(name, filters, { kernel: 3, stride, padding: 1, bias: false, ...init }), batchNorm, relu];
}

/** The network of the article's section 5, with all the modules that it lists:
 *
 *  7. 3×3 kernels, stride 4 in conv1 and 1 in the others, "all outputs 55×55" with zero padding. On 227 that cannot be:
 *     ⌊(227 + P − 3) / 4⌋ + 1 is 57 for a total padding P of 0 to 3 and grows with it, and 55 asks for P from −8 to −5.
 *     What can be kept is that all five are equal: padding 1 on each side, 57×57 in all of them.
 *  8. Max pooling of 3×3 in steps of 2. Between convolutions it would break row 7, so that it comes after conv5; three
 *     times, as often as in the paper, which leaves the paper's 6×6 for FC6: 57 → 28 → 13 → 6.
 *  9. Batch normalisation after every convolution.
 *  11. LRN after the first two, as in the paper: section 5.5 does not say where. */
export const article51: ModelTable = {
  name: "article-5.1",
  description: "The network of the article's section 5: 3×3 convolutions of one size, batch norm and LRN.",
  input: [3, 227, 227],
  classes: 1000,
  layers: [
    ...convolution("conv1", 96, 4),
    norm,
    ...convolution("conv2", 256),
    norm,
    ...convolution("conv3", 384),
    ...convolution("conv4", 384),
    ...convolution("conv5", 256),
    maxPool({ kernel: 3, stride: 2 }),
    maxPool({ kernel: 3, stride: 2 }),
    maxPool({ kernel: 3, stride: 2 }),
    ...classifier,
  ],
};
