import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { neg } from "./neg.ts";
import { sumTo } from "./sum.ts";

/** Difference a − b, broadcasting.  $\partial a = \partial y,\ \partial b = -\partial y$. */
export const sub: Binary = withNumbers(
  defineOp({
    name: "sub",
    inputs: ["a", "b"],
    infer: inferBroadcast("sub"),
    forward: (k, { a, b }, g) => k.sub(g.shape, a, b, g),
    backward: (dy, _, g) => ({
      a: () => sumTo(dy, g.aShape),
      b: () => neg(sumTo(dy, g.bShape)),
    }),
  }),
);
