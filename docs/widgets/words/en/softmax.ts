import type { State } from "../../softmax/state.ts";

export const softmax = {
  title: "Softmax and cross-entropy",
  mode: "what is shown",
  modes: {
    forward: "forward",
    jacobian: "Jacobian",
    loss: "loss",
    second: "second order",
    overflow: "overflow",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  rows: "rows",
  classes: "classes",
  label: (row: number) => `label of row ${row}`,
  ignored: "ignored",
  smoothing: "label smoothing",
  weighted: "class weights",
  shift: "added to every logit",
  numbers: "numbers",
  minusMax: "−max",
  minusLog: "−ln Σ",
  naive: (name: string) => `${name}, by hand`,
  target: "target",
  share: "share in L",
  hessian: "∂²L/∂x[i]∂x[j]",
  notes: {
    forward:
      "p = exp(x − max) / Σ, each row by itself. z = x − max − ln Σ is the logarithm of p without ever taking one of a small number.",
    jacobian:
      "∂x = Jᵀ · ∂p, one column of J for each x. With ∂p = −t/p every p in a denominator meets one of J, and p − t is left.",
    loss: "y = −Σ t·z for each row, L = Σ g·y. ∂x = g · (p · Σt − t): a row of it sums to 0, and an ignored one is 0.",
    second:
      "∂x = p − t, and t does not depend on x: the Hessian of the loss is the Jacobian of p, diag(p) − ppᵀ. Its rows sum to 0.",
    overflow:
      "In single precision exp(x) is ∞ above 88.7 and 0 below −104. By hand means exp, sum, div and log; beside it what softmax, logSoftmax and crossEntropy make of the same logits.",
    probe: "L is the cross-entropy of all rows.",
    broken: "What becomes of ∂x with a seeded bug; ✓ shows what is right.",
  } satisfies Record<State["mode"], string>,
};
