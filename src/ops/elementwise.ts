import { OptionError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { div, mul, sub } from "./arithmetic.ts";
import { equal, greater } from "./comparison.ts";
import { type Unary, unary } from "./define.ts";
import { gate } from "./gate.ts";
import { where } from "./where.ts";

// Functions of one tensor, element by element. All that this file exports is exported by alexgrad, and a method of Tensor.

/** −1, 0 or 1; of −0 it is −0, of NaN it is NaN, as NumPy's (PyTorch's is 0). No gradient. */
export const sign: Unary = unary("sign");

/** |x|.  $\partial x = \operatorname{sign}(x)\,\partial y$, 0 at x = 0, NaN at NaN (in PyTorch 0). */
export const abs: Unary = unary("abs", ["x"], (dy, { x }) => mul(dy, sign(x)));

/** $e^x$.  $\partial x = y\,\partial y$. */
export const exp: Unary = unary("exp", ["y"], (dy, { y }) => mul(dy, y));

/** Natural logarithm.  $\partial x = \partial y / x$.
 *  −∞ at both zeros, where the gradient is ∞ at 0 and −∞ at −0; NaN below 0, where the gradient is 1/x still. */
export const log: Unary = unary("log", ["x"], (dy, { x }) => div(dy, x));

/** $\sqrt x$.  $\partial x = \partial y / (2y)$.
 *  √−0 = −0; NaN below 0. The gradient is ∞ at 0 and −∞ at −0. */
export const sqrt: Unary = unary("sqrt", ["y"], (dy, { y }) => div(mul(dy, 0.5), y));

/** Rectified linear unit, AlexNet's activation: max(x, 0).  $\partial x = \partial y$ where y > 0, else 0 (also at x = 0).
 *  NaN stays NaN, and lets ∂y through. */
export const relu: Unary = unary("relu", ["y"], (dy, { y }) => gate(dy, y));

export interface LeakyReluOptions {
  /** What x is multiplied with below 0. Default 0.01. */
  readonly negativeSlope?: number;
}

/** x where x > 0, else negativeSlope · x: a relu that does not die.  ∂x = ∂y where x > 0, else negativeSlope · ∂y (also at 0 and at NaN). */
export const leakyRelu: Op<["x"], LeakyReluOptions> = defineOp({
  name: "leakyRelu",
  inputs: ["x"],
  options: { negativeSlope: number },
  infer: ({ x }, { negativeSlope = 0.01 }: LeakyReluOptions) => ({ shape: x, negativeSlope }),
  forward: (k, { x }, g) => k.leakyRelu(g.shape, x, g),
  saves: ["x"],
  backward: (dy, { x }, { negativeSlope }) => ({ x: () => where(greater(x, 0), dy, mul(dy, negativeSlope)) }),
});

/** $1 / (1 + e^{-x})$.  $\partial x = y(1 - y)\,\partial y$. */
export const sigmoid: Unary = unary("sigmoid", ["y"], (dy, { y }) => mul(dy, mul(y, sub(1, y))));

/** Hyperbolic tangent.  $\partial x = (1 - y^2)\,\partial y$. */
export const tanh: Unary = unary("tanh", ["y"], (dy, { y }) => mul(dy, sub(1, mul(y, y))));

export interface ClampOptions {
  /** Default: no lower bound. */
  readonly min?: number;
  /** Default: no upper bound. */
  readonly max?: number;
}

/** x kept within [min, max].  $\partial x = \partial y$ where min ≤ x ≤ max, else 0.
 *  NaN stays NaN, and has gradient 0.
 *  @throws OptionError if min > max. */
export const clamp: Op<["x"], ClampOptions> = defineOp({
  name: "clamp",
  inputs: ["x"],
  options: { min: number, max: number },
  infer({ x }, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ClampOptions) {
    if (!(min <= max)) throw new OptionError(`clamp: expected min ≤ max; got ${min} and ${max}`);
    return { shape: x, min, max };
  },
  forward: (k, { x }, g) => k.clamp(g.shape, x, g),
  saves: ["x", "y"],
  backward: (dy, { x, y }) => ({ x: () => gate(dy, equal(x, y)) }),
});
