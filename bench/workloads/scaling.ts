import { conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { maxPool2d } from "../../src/ops/index.ts";
import type { Plan } from "./lab.ts";
import { networkNamed, networkPlan } from "./networks.ts";
import { operatorPlan } from "./operators.ts";
import { convolution, gemm, productPlan } from "./products.ts";

/** Sizes of three decades. */
const sides = { matmul: powers(2, 2048), conv2d: powers(1, 1024), maxPool2d: powers(4, 512) } as const;
const batches = powers(1, 1024, 4);

function powers(from: number, to: number, factor = 2): number[] {
  const sizes: number[] = [];
  for (let size = from; size <= to; size *= factor) sizes.push(size);
  return sizes;
}

/** The same work in growing sizes: sides of matrices, channels of a convolution of 13×13, sides of images that are pooled,
 *  images of a training step. A cliff would show in the curve. */
export const scalingPlans: readonly Plan[] = [
  ...sides.matmul.map((n) => productPlan("scaling", gemm(n))),
  ...sides.conv2d.map((c) => {
    const g = conv2dGeometry("conv2d", [1, c, 13, 13], [c, c, 3, 3], { padding: 1 });
    return productPlan("scaling", convolution({ name: `${c} channels`, scale: c, g }, "conv2d"));
  }),
  ...sides.maxPool2d.flatMap((n) => {
    const name = `side ${n}`;
    const run = (...[x]: Parameters<typeof maxPool2d>[0][]) => maxPool2d(x, { kernel: 3, stride: 2 });
    const layer = { op: "maxPool2d", name, shapes: [[1, 64, n, n]], terms: 4, window: 9, run };
    return operatorPlan("scaling", layer, n);
  }),
  ...batches.map((batch) => networkPlan("scaling", networkNamed("alexnet-small")!, "step", batch)),
];
