import type { State } from "../../activation/state.ts";

export const activation = {
  title: "Activations",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "slope",
    second: "second order",
    units: "units",
    layers: "ten layers",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  function: "function",
  functions: {
    relu: "ReLU",
    leakyRelu: "leaky ReLU",
    tanh: "tanh",
    sigmoid: "sigmoid",
    clamp: "clamp",
    abs: "absolute value",
  } satisfies Record<State["f"], string>,
  negativeSlope: "negativeSlope",
  gain: "factor before each layer",
  numbers: "numbers",
  curves: { y: "y = f(x)", slope: "y′, the slope", curvature: "y″, the slope's slope" },
  tangent: (slope: string) => `tangent, slope ${slope}`,
  plot: (f: string, x: string) => `${f}, with the point at x = ${x}`,
  atKink: (x: string) => `x = ${x} is a kink`,
  slopes: {
    left: "slope to the left",
    right: "slope to the right",
    central: "central difference",
    library: "the library takes",
  },
  side: (kink: string) => `side of the kink at ${kink}`,
  sides: { left: "left", on: "on it", right: "right" },
  bias: "sums over examples",
  units: "5 examples, 3 units",
  layer: "layer",
  ownSlope: "its slope",
  product: "slope of all so far",
  vanishing: "|slope of all layers so far|",
  dead: (units: readonly number[]) =>
    units.length === 0
      ? "No unit is dead: each has an example that lets the gradient through."
      : `Dead for these examples: unit ${units.join(", ")}. Its slope is 0 at every one, so that no weight before it moves.`,
  notes: {
    forward: "The tangent is what the backward pass knows of f: near x, y moves by slope · ∂x.",
    "by-x": "∂x = y′ · ∂y.",
    second: "The gradient of the gradient: y″. Straight pieces have none.",
    units: "Each column is a unit, each row an example. ∂z = f′(z) · ∂y, one by one.",
    layers:
      "x goes through ten layers, each f(factor · x). By the chain rule the slope of all is the product of their slopes.",
    broken: "What becomes of ∂z with a seeded bug; ✓ shows what is right.",
  },
};
