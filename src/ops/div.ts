import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { sumTo } from "./sum.ts";

/** Quotient a / b, broadcasting.  $\partial a = \partial y / b,\ \partial b = -\partial y\,y / b$.
 *  By IEEE 754: 1 / 0 = ∞, 1 / −0 = −∞, 0 / 0 = NaN. */
export const div: Binary = withNumbers(
  defineOp({
    name: "div",
    inputs: ["a", "b"],
    infer: inferBroadcast("div"),
    forward: (k, { a, b }, g) => k.div(g.shape, a, b, g),
    saves: ["b", "y"],
    backward: (dy, { b, y }, g) => ({
      a: () => sumTo(div(dy, b), g.aShape),
      b: () => sumTo(neg(mul(dy, div(y, b))), g.bShape),
    }),
  }),
);
