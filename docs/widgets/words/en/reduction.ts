import type { State } from "../../reduction/state.ts";

export const reduction = {
  title: "Reductions",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  op: "operator",
  operators: { sum: "sum", mean: "mean", variance: "variance", max: "maximum" },
  sizes: "sizes",
  rows: "rows",
  columns: "columns",
  axis: "over",
  axes: { "0": "axis 0, the rows", "1": "axis 1, the columns", all: "all axes" },
  correction: "correction",
  keep: "keepDims",
  numbers: "numbers",
  winner: (name: string) => `place of the maximum ${name}`,
  notes: {
    forward: {
      sum: "y = Σ x over the axis.",
      mean: "y = Σ x / m, with m elements for each y.",
      variance: "y = Σ d² / (m − correction), with d = x − the mean of its line.",
      max: "y is the largest x of its line: ringed; ringed twice where several are equal.",
    },
    "by-x": {
      sum: "∂x = ∂y: what was summed is stretched back, every x gets the whole gradient of its y.",
      mean: "∂x = ∂y / m: stretched back, and divided as the mean was.",
      variance: "∂x = 2 d · ∂y / (m − correction). That the mean moves too does not count: Σ d = 0.",
      max: "∂x = share · ∂y: the largest gets all, n equal ones get 1/n each, the others nothing.",
    },
    second: {
      sum: "S = Σ v·∂x. ∂x does not depend on x; by ∂y the gradient is Σ v, a sum again.",
      mean: "S = Σ v·∂x. ∂x does not depend on x; by ∂y the gradient is the mean of v.",
      variance: "S = Σ v·∂x depends on x: by x the gradient is 2 ∂y · e / (m − correction), with e = v − its mean.",
      max: "S = Σ v·∂x. By ∂y the gradient is v at the winners; by x it is 0: moving x a little changes no winner.",
    },
  },
  probe: "L = Σ ∂y·y. A maximum has a kink where another x becomes the largest.",
  broken: "What becomes of ∂x with a seeded bug; ✓ shows what is right.",
};
