import { defineOp } from "../core/op.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";

/** 1 where a = b, else 0. NaN equals nothing, and −0 equals 0. No gradient. */
export const equal: Binary = withNumbers(
  defineOp({
    name: "equal",
    inputs: ["a", "b"],
    infer: inferBroadcast("equal"),
    forward: (k, { a, b }, g) => k.equal(g.shape, a, b, g),
  }),
);
