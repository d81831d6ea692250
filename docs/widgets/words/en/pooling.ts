import type { PoolingState } from "../../pooling/state.ts";

/** Words that both poolings use. */
export const pooling = {
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<PoolingState["mode"], string>,
  size: "size",
  window: "window",
  stride: "stride",
  padding: "padding",
  ceil: "ceil mode",
  each: "each direction and side by itself",
  images: "images",
  channels: "channels",
  height: "height",
  width: "width",
  windowHeight: "window height",
  windowWidth: "window width",
  strideDown: "stride down",
  strideRight: "stride right",
  top: "padding top",
  bottom: "padding bottom",
  left: "padding left",
  right: "padding right",
  counts: "counts",
  numbers: "numbers",
  channel: (n: number, c: number) => `image ${n}, channel ${c}`,
  marks: { winner: "winner of a window", tie: "tied with others in a window" },
  legend: {
    winner: "won a window",
    tie: "tied for the largest",
    padding: "padding",
    overhang: "overhang: beyond the padding",
  },
  bug: "bug",
  loss: "loss",
  losses: { cubic: "L = Σ ∂y·y³", linear: "L = Σ ∂y·y" },
  step: "step h",
  probeOf: (name: string) => `∂L/∂${name}`,
  sides: (left: string, right: string, mean: string, analytic: string) =>
    `The slope to the left is ${left}, to the right ${right}. A central difference gives their mean, ${mean}; the backward pass gives ${analytic}.`,
  wrongCells: (wrong: number, all: number) =>
    wrong === 0
      ? "No element of the gradients is wrong at these sizes."
      : `${wrong} of ${all} elements of the gradients are wrong.`,
};
