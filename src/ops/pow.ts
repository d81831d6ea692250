import { defineOp } from "../core/op.ts";
import { add } from "./add.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { equal } from "./equal.ts";
import { log } from "./log.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { sumTo } from "./sumTo.ts";

/** Power $a^b$, broadcasting.  $\partial a = b\,a^{b-1}\,\partial y,\ \partial b = a^b \ln a\;\partial y$.
 *  At a = 0, b ≥ 0 the gradient by b is 0, and at a = b = 0 the gradient by a is 0, as in PyTorch. */
export const pow: Binary = withNumbers(
  defineOp({
    name: "pow",
    inputs: ["a", "b"],
    infer: inferBroadcast("pow"),
    forward: (k, { a, b }, g) => k.pow(g.shape, a, b, g),
    saves: ["a", "b", "y"],
    backward: (dy, { a, b, y }, g) => ({
      a: () => {
        const base = add(a, mul(equal(a, 0), equal(b, 0)));
        return sumTo(mul(dy, mul(b, pow(base, sub(b, 1)))), g.aShape);
      },
      b: () => sumTo(mul(dy, mul(y, log(add(a, equal(a, 0))))), g.bShape),
    }),
  }),
);
