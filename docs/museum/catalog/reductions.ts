import { backward } from "../bug.ts";
import { first, scale } from "../changes.ts";

const binary = ["add", "sub", "mul", "div", "pow", "maximum"];

export const reductions = [
  backward("broadcasting: stretched axes not summed", [...binary, "broadcastTo", "matmul"], (k) => ({
    sum(out, x, g) {
      const dims = g.reduced.dims.map(() => 1);
      k.sum(out, x, { ...g, reduced: { ...g.reduced, dims } });
    },
  })),
  backward("broadcasting: stretched axes averaged", [...binary, "broadcastTo", "matmul"], (k) => ({ sum: k.mean })),
  backward("sum: gradient divided as for a mean", ["sum"], (k) => ({
    strided(out, x, g) {
      k.strided(out, x, g);
      scale(out, x.length / out.length);
    },
  })),
  backward("mean: not divided", ["mean", "nllLoss", "crossEntropy", "mseLoss"], () => ({ div: first })),
  backward("max: gradient to every element", ["max", "min"], () => ({ equal: (out) => void out.fill(1) })),
  backward("variance: correction ignored", ["variance"], (k) => {
    let count = 1;
    return {
      mean(out, x, g) {
        count = g.count;
        k.mean(out, x, g);
      },
      fill: (out, { value }) => k.fill(out, { value: value === 2 / (count - 1) ? 2 / count : value }),
    };
  }),
  backward("variance: mean not taken off", ["variance"], () => ({ sub: first })),
  backward("softmax: sum term missing", ["softmax"], () => ({ sub: first })),
  backward("logSoftmax: sum term missing", ["logSoftmax", "crossEntropy"], () => ({ sub: first })),
  backward("logSoftmax: sum of dy taken as 1", ["logSoftmax", "crossEntropy"], () => ({
    sum: (out) => void out.fill(1),
  })),
];
