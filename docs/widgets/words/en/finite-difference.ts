import type { State } from "../../finite-difference/state.ts";

export const finiteDifference = {
  title: "A finite difference",
  settings: "settings",
  of: "f(x)",
  functions: { tanh: "tanh x", cube: "x³", exp: "eˣ", sqrt: "√x", relu: "relu x", abs: "|x|" } satisfies Record<
    State["of"],
    string
  >,
  x: "x",
  h: "step h",
  precision: "precision",
  precisions: { float64: "float64: 16 digits", float32: "float32: 7 digits" } satisfies Record<
    State["precision"],
    string
  >,
  derivative: "the backward pass",
  derivatives: { right: "is right", half: "forgets a half", thousandth: "is off by a thousandth" } satisfies Record<
    State["derivative"],
    string
  >,
  curve: "f",
  secant: "through x − h and x + h",
  tangent: "with the slope of the backward pass",
  picture: (name: string) => `${name} near x, its secant and its tangent`,
  side: "the side of 0",
  above: "right",
  below: "left",
  what: (name: string, x: string) => `d ${name} / dx at ${x}`,
  says: (h: string, numeric: string, analytic: string) =>
    `With h = ${h} the difference is ${numeric}; the backward pass says ${analytic}.`,
};
