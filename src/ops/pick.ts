import { defineOp, type Op } from "../core/op.ts";
import { checkRank } from "../core/shape.ts";
import { mul } from "./arithmetic.ts";
import { reshape } from "./reshape.ts";
import { checkVector } from "./vector.ts";

/** One element of each row.
 *
 *      y_r = x_r,l   with l the row's label
 *      ∂x_r,l = ∂y_r   elsewhere 0
 *
 *  Labels are no inputs to differentiate by. Those that are no class are found out when the device runs; a gpu makes NaN of
 *  them.
 *  Source: PyTorch's torch.gather, along the last axis.
 *  @param x [n, classes].
 *  @param labels [n]: whole numbers from 0 to classes − 1.
 *  @returns [n].
 *  @throws ShapeError unless x is a matrix with one label per row.
 *
 *  @example
 *  ```ts
 *  import { pick, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2, 3], [4, 5, 6]]);
 *  console.log(await pick(x, tensor([2, 0])).toArray()); // [ 3, 4 ]
 *  ``` */
export const pick: Op<["x", "labels"]> = defineOp({
  name: "pick",
  inputs: ["x", "labels"],
  infer({ x, labels }) {
    checkRank("pick", "x [n, classes]", x, 2);
    checkVector("pick", "labels", labels, x[0]);
    return { shape: labels, classes: x[1] };
  },
  forward: (k, { x, labels }, g) => k.pick(g.shape, x, labels, g),
  saves: ["labels"],
  backward: (dy, { labels }, { classes }) => ({
    x: () => mul(reshape(dy, [-1, 1]), oneHot(labels, { classes })),
  }),
});

/** Rows of zeros with a 1 at the label. No gradient. */
const oneHot: Op<["labels"], { classes: number }> = defineOp({
  name: "oneHot",
  inputs: ["labels"],
  infer: ({ labels }, { classes }: { classes: number }) => ({ shape: [labels[0], classes], classes }),
  forward: (k, { labels }, g) => k.oneHot(g.shape, labels, g),
});
