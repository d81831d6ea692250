import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";

/** 1 where a > b, else 0, also where either is NaN. No gradient. */
export const greater: Binary = withNumbers(
  defineOp({
    name: "greater",
    inputs: ["a", "b"],
    infer: inferBroadcast("greater"),
    forward: (k, { a, b }, g) => k.greater(g.shape, a, b, g),
  }),
);
