import type { State } from "../../linear/state.ts";

export const linear = {
  title: "Linear layer",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    "by-w": "by w, b",
    step: "a step",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  sizes: "sizes",
  rows: "rows",
  features: "features",
  outputs: "outputs",
  bias: "bias",
  numbers: "numbers",
  corner: "differentiate again",
  corners: { x: "∂x, along v", w: "∂w, along v" },
  byDy: "∂S/∂(∂y)",
  notes: {
    forward: "y = x · wᵀ + b: each y is the dot product of a row of x and a row of w.",
    "by-x": "∂x = ∂y · w: a row of ∂y by a column of w. Each x hears from every output that used it.",
    "by-w":
      "∂w = ∂yᵀ · x: a column of ∂y by a column of x, so that the sum runs over the rows. ∂b is the sum of a column of ∂y.",
    step: "The three products of a step of training: x · wᵀ, ∂y · w and ∂yᵀ · x. Each takes n · in · out multiplications.",
    "second-x":
      "S = Σ v·∂x, with ∂x = ∂y · w. By ∂y its gradient is v · wᵀ, a forward pass; by w it is ∂yᵀ · v, a weight gradient.",
    "second-w":
      "S = Σ v·∂w, with ∂w = ∂yᵀ · x. By ∂y its gradient is x · vᵀ, a forward pass; by x it is ∂y · v, an input gradient.",
    probe: "L = Σ ∂y·y. It is linear in each single number, so that a central difference has no error but rounding.",
    broken: "What the layer's gradients become with a seeded bug; ✓ shows what is right.",
  },
  products: { y: "y = x · wᵀ", x: "∂x = ∂y · w", w: "∂w = ∂yᵀ · x" },
  triangle: "Each of the three products has the other two as its gradients",
};
