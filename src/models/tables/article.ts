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

/** Glorot & Bengio 2010, k = 6, and b = 0; the paper has N(0, 0.01²), and b = 1 in some layers (section 5). */
const init = { weightInit: glorotUniform(), biasInit: constant(0) };

/** The article gives no constants: those of the paper's section 3.3. */
const norm = localResponseNorm({ size: 5, k: 2, alpha: 1e-4, beta: 0.75, divideAlpha: false });

/** FC6 and FC7 with dropout (the paper's section 4.2), then FC8. The article gives no sizes: the paper's (section 3.5). */
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

/** The network of an article on AlexNet that differs from the paper in much, as far as it can be built: kernels of 5×5 in
 *  conv1 and 3×3 in the others, with the paper's numbers of filters; dilation 2 in every convolution; ReLU, local response
 *  normalization and 2×2 pooling after each, so that the input must be at least 32×32. The article names no stride: it
 *  is 1, and padding k − 1 on each side keeps the size, so that 227 → 113 → 56 → 28 → 14 → 7 by the pooling alone. That
 *  costs ten times the 2012 net's multiplications.
 *  The paper (Krizhevsky, Sutskever & Hinton 2012, section 3.5) has kernels of 11×11, 5×5 and 3×3, stride 4 in conv1, no
 *  dilation, normalization after conv1 and conv2, and pooling after conv1, conv2 and conv5.
 *  @param options.pool what each 2×2 window gives. Default: "max".
 *  @returns the network's table.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { article, summarize } from "alexgrad";
 *
 *  console.log(summarize(article()).layers.find(({ name }) => name === "pool5")?.outputShape); // [ 256, 7, 7 ]
 *  ``` */
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
    description: "The network of the article's section 3: dilated convolutions, each normalized and pooled 2×2.",
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

/** 3×3, zero padding of 1, batch normalization, ReLU. */
function convolution(name: string, filters: number, stride = 1): LayerSpec[] {
  return [conv(name, filters, { kernel: 3, stride, padding: 1, bias: false, ...init }), batchNorm, relu];
}

/** The article's second reading of the network, with 3×3 kernels, stride 4 in conv1 and 1 in the others. Its claim that all
 *  outputs are 55×55 cannot be: ⌊(227 + P − 3) / 4⌋ + 1 is 57 for a total padding P of 0 to 3 and grows with it, and 55
 *  asks for P from −8 to −5. What can be kept is that all five are equal: padding 1 on each side, 57×57 in all of them.
 *  Batch normalization follows every convolution, and local response normalization the first two, as in the paper. Max pooling
 *  of 3×3 in steps of 2 would change sizes between convolutions, so that it comes after conv5: three times, as often as in the
 *  paper (Krizhevsky, Sutskever & Hinton 2012, section 3.4), which leaves the paper's 6×6 for FC6: 57 → 28 → 13 → 6. */
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
