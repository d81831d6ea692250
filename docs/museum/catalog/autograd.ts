import { backward } from "../bug.ts";
import { first, second } from "../changes.ts";

/** Rows that use a tensor twice: in the forward pass, or where their gradient is differentiated. */
const ops = ["mseLoss", "crossEntropy", "softmax", "tanh"];

export const autograd = [
  backward("accumulate: = for +=", ops, () => ({ add: second })),
  backward("accumulate: later gradients ignored", ops, () => ({ add: first })),
];
