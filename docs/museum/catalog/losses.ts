import { always, backward } from "../bug.ts";
import { copy, first, second } from "../changes.ts";

const labeled = ["pick", "nllLoss", "crossEntropy"];

export const losses = [
  always("oneHot: label off by one", labeled, (k) => ({
    oneHot(out, labels, g) {
      const next = labels.map((label) => (label + 1) % g.classes);
      k.oneHot(out, next, g);
    },
  })),
  always("oneHot: row offset forgotten", labeled, () => ({
    oneHot(out, labels) {
      out.fill(0);
      for (const label of labels) out[label] = 1;
    },
  })),
  backward("pick: dy ignored", ["pick", "nllLoss"], () => ({ mul: second })),
  backward("mseLoss: the target's gradient is the input's", ["mseLoss"], () => ({ neg: copy })),
  backward("crossEntropy: smoothing's weights forgotten", ["crossEntropy"], (k) => ({
    mul: (out, a, b, g) => (b.length === 1 ? first : k.mul)(out, a, b, g),
  })),
  backward("crossEntropy: uniform part of the smoothed target forgotten", ["crossEntropy"], (k) => ({
    // One number is the reduced loss, on its way to the rows.
    strided: (out, x, g) => (x.length === 1 ? k.strided(out, x, g) : void out.fill(0)),
  })),
];
