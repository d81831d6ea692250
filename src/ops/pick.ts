import { defineOp, type Op } from "../core/op.ts";
import { checkRank } from "../core/shape.ts";
import { mul } from "./arithmetic.ts";
import { reshape } from "./reshape.ts";
import { checkVector } from "./vector.ts";

/** One element of each row: y_r = x_{r, label_r} for x [n, classes].  ∂x is ∂y at the labels, 0 elsewhere. */
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
