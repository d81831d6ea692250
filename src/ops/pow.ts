import { defineOp } from "../core/op.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { equal, greater } from "./comparison.ts";
import { abs, log } from "./elementwise.ts";
import { gate } from "./gate.ts";
import { sumTo } from "./sum.ts";

/** The power; broadcasts.
 *
 *      y = aᵇ     ∂a = b · aᵇ⁻¹ · ∂y     ∂b = aᵇ · ln a · ∂y
 *
 *  a⁰ = 1 and 1ᵇ = 1 also for NaN, and (−1)^±∞ = 1. The gradient by a is 0 at b = 0 whatever a is; that by b is 0 at a = 0,
 *  b ≥ 0, and −∞ for 0 to a negative power.
 *  Source: IEEE 754; PyTorch's torch.pow.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { pow, tensor } from "alexgrad";
 *
 *  console.log(await pow(tensor([2, 9]), tensor([3, 0.5])).toArray()); // [ 8, 3 ]
 *  ``` */
export const pow: Binary = withNumbers(
  defineOp({
    name: "pow",
    inputs: ["a", "b"],
    infer: inferBroadcast("pow"),
    forward: (k, { a, b }, g) => k.pow(g.shape, a, b, g),
    saves: ["a", "b", "y"],
    backward: (dy, { a, b, y }, g) => ({
      a: () => {
        const power = pow(a, sub(b, 1));
        // Closed where b = 0 and the power is not finite: there 0 · ∞ and 0 · NaN stand for 0.
        const finite = equal(sub(power, power), 0);
        return sumTo(mul(dy, mul(b, gate(power, add(finite, abs(b))))), g.aShape);
      },
      b: () => {
        const isNaught = mul(equal(a, 0), sub(1, greater(0, b)));
        return sumTo(mul(dy, mul(y, log(add(a, isNaught)))), g.bShape);
      },
    }),
  }),
);
