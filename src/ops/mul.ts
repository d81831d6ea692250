import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { sumTo } from "./sum.ts";

/** Product a · b, broadcasting.  $\partial a = b\,\partial y,\ \partial b = a\,\partial y$. */
export const mul: Binary = withNumbers(
  defineOp({
    name: "mul",
    inputs: ["a", "b"],
    infer: inferBroadcast("mul"),
    forward: (k, { a, b }, g) => k.mul(g.shape, a, b, g),
    saves: ["a", "b"],
    backward: (dy, { a, b }, g) => ({
      a: () => sumTo(mul(dy, b), g.aShape),
      b: () => sumTo(mul(dy, a), g.bShape),
    }),
  }),
);
