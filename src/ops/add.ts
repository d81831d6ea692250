import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { sumTo } from "./sum.ts";

/** Sum a + b, broadcasting.  $\partial a = \partial y,\ \partial b = \partial y$, summed over stretched axes. */
export const add: Binary = withNumbers(
  defineOp({
    name: "add",
    inputs: ["a", "b"],
    infer: inferBroadcast("add"),
    forward: (k, { a, b }, g) => k.add(g.shape, a, b, g),
    backward: (dy, _, g) => ({
      a: () => sumTo(dy, g.aShape),
      b: () => sumTo(dy, g.bShape),
    }),
  }),
);
