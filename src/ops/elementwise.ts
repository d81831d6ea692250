import { OptionError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { div, mul, sub } from "./arithmetic.ts";
import { equal, greater } from "./comparison.ts";
import { type Unary, unary } from "./define.ts";
import { gate } from "./gate.ts";
import { where } from "./where.ts";

// Functions of one tensor, element by element. All that this file exports is exported by alexgrad, and a method of Tensor.

/** The sign of each element.
 *
 *      y = −1 where x < 0, 1 where x > 0, else x
 *
 *  −0 stays −0 and NaN stays NaN, as in NumPy (in PyTorch NaN gives 0). No gradient.
 *  Source: NumPy's sign.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { sign, tensor } from "alexgrad";
 *
 *  console.log(await sign(tensor([-3, 0, 2])).toArray()); // [ -1, 0, 1 ]
 *  ``` */
export const sign: Unary = unary("sign");

/** The absolute value.
 *
 *      y = |x|     ∂x = sign(x) · ∂y
 *
 *  The gradient is 0 at x = 0, and NaN at NaN (in PyTorch 0).
 *  Source: PyTorch's torch.abs.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { abs, tensor } from "alexgrad";
 *
 *  console.log(await abs(tensor([-3, 0, 2])).toArray()); // [ 3, 0, 2 ]
 *  ``` */
export const abs: Unary = unary("abs", ["x"], (dy, { x }) => mul(dy, sign(x)));

/** The exponential function.
 *
 *      y = eˣ     ∂x = y · ∂y
 *
 *  Source: PyTorch's torch.exp.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { exp, tensor } from "alexgrad";
 *
 *  console.log(await exp(tensor([Number.NEGATIVE_INFINITY, 0])).toArray()); // [ 0, 1 ]
 *  ``` */
export const exp: Unary = unary("exp", ["y"], (dy, { y }) => mul(dy, y));

/** The natural logarithm.
 *
 *      y = ln x     ∂x = ∂y / x
 *
 *  −∞ at both zeros, where the gradient is ∞ at 0 and −∞ at −0; NaN below 0, where the gradient is 1 / x still.
 *  Source: PyTorch's torch.log.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { log, tensor } from "alexgrad";
 *
 *  console.log(await log(tensor([0, 1])).toArray()); // [ -Infinity, 0 ]
 *  ``` */
export const log: Unary = unary("log", ["x"], (dy, { x }) => div(dy, x));

/** The square root.
 *
 *      y = √x     ∂x = ∂y / (2 y)
 *
 *  √−0 = −0; NaN below 0. The gradient is ∞ at 0 and −∞ at −0.
 *  Source: PyTorch's torch.sqrt.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { sqrt, tensor } from "alexgrad";
 *
 *  console.log(await sqrt(tensor([0.25, 9])).toArray()); // [ 0.5, 3 ]
 *  ``` */
export const sqrt: Unary = unary("sqrt", ["y"], (dy, { y }) => div(mul(dy, 0.5), y));

/** The rectified linear unit, AlexNet's activation.
 *
 *      y = max(x, 0)     ∂x = ∂y where y > 0, else 0 (also at x = 0)
 *
 *  NaN stays NaN, and lets ∂y through.
 *  Source: Nair & Hinton 2010; PyTorch's torch.relu.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { relu, tensor } from "alexgrad";
 *
 *  const x = tensor([-2, 0, 3], { requiresGrad: true });
 *  const y = relu(x);
 *  y.sum().backward();
 *  console.log(await y.toArray(), await x.grad?.toArray()); // [ 0, 0, 3 ] [ 0, 0, 1 ]
 *  ``` */
export const relu: Unary = unary("relu", ["y"], (dy, { y }) => gate(dy, y));

/** How steep `leakyRelu` is below 0. */
export interface LeakyReluOptions {
  /** What x is multiplied by there. Default: 0.01. */
  readonly negativeSlope?: number;
}

/** A ReLU that lets a part through below 0, so that no unit stops learning.
 *
 *      y = x where x > 0, else negativeSlope · x
 *      ∂x = ∂y where x > 0, else negativeSlope · ∂y (also at 0 and NaN)
 *
 *  Source: Maas, Hannun & Ng 2013; PyTorch's torch.nn.functional.leaky_relu.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { leakyRelu, tensor } from "alexgrad";
 *
 *  console.log(await leakyRelu(tensor([-2, 0, 3]), { negativeSlope: 0.5 }).toArray()); // [ -1, 0, 3 ]
 *  ``` */
export const leakyRelu: Op<["x"], LeakyReluOptions> = defineOp({
  name: "leakyRelu",
  inputs: ["x"],
  options: { negativeSlope: number },
  infer: ({ x }, { negativeSlope = 0.01 }: LeakyReluOptions) => ({ shape: x, negativeSlope }),
  forward: (k, { x }, g) => k.leakyRelu(g.shape, x, g),
  saves: ["x"],
  backward: (dy, { x }, { negativeSlope }) => ({ x: () => where(greater(x, 0), dy, mul(dy, negativeSlope)) }),
});

/** The logistic function, from 0 to 1.
 *
 *      y = 1 / (1 + e⁻ˣ)     ∂x = y · (1 − y) · ∂y
 *
 *  It does not overflow.
 *  Source: PyTorch's torch.sigmoid.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { sigmoid, tensor } from "alexgrad";
 *
 *  console.log(await sigmoid(tensor([-1000, 0, 1000])).toArray()); // [ 0, 0.5, 1 ]
 *  ``` */
export const sigmoid: Unary = unary("sigmoid", ["y"], (dy, { y }) => mul(dy, mul(y, sub(1, y))));

/** The hyperbolic tangent, from −1 to 1.
 *
 *      y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)     ∂x = (1 − y²) · ∂y
 *
 *  Source: PyTorch's torch.tanh.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { tanh, tensor } from "alexgrad";
 *
 *  console.log(await tanh(tensor([-1000, 0, 1000])).toArray()); // [ -1, 0, 1 ]
 *  ``` */
export const tanh: Unary = unary("tanh", ["y"], (dy, { y }) => mul(dy, sub(1, mul(y, y))));

/** The bounds of `clamp`. */
export interface ClampOptions {
  /** The least that comes out. Default: no lower bound. */
  readonly min?: number;
  /** The most that comes out. Default: no upper bound. */
  readonly max?: number;
}

/** Keeps each element within bounds.
 *
 *      y = min(max(x, min), max)     ∂x = ∂y where min ≤ x ≤ max, else 0
 *
 *  NaN stays NaN, and has gradient 0.
 *  Source: PyTorch's torch.clamp.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *  @throws OptionError if min > max, or for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { clamp, tensor } from "alexgrad";
 *
 *  console.log(await clamp(tensor([-2, 0.5, 3]), { min: -1, max: 1 }).toArray()); // [ -1, 0.5, 1 ]
 *  ``` */
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
