import type { Binary } from "./broadcast.ts";
import { binary, type Unary, unary } from "./define.ts";

/** −x.  $\partial x = -\partial y$. */
export const neg: Unary = unary("neg", [], (dy) => neg(dy));

/** Sum a + b, broadcasting.  $\partial a = \partial y,\ \partial b = \partial y$. */
export const add: Binary = binary("add", [], { a: (dy) => dy, b: (dy) => dy });

/** Difference a − b, broadcasting.  $\partial a = \partial y,\ \partial b = -\partial y$. */
export const sub: Binary = binary("sub", [], { a: (dy) => dy, b: (dy) => neg(dy) });

/** Product a · b, broadcasting.  $\partial a = b\,\partial y,\ \partial b = a\,\partial y$. */
export const mul: Binary = binary("mul", ["a", "b"], { a: (dy, { b }) => mul(dy, b), b: (dy, { a }) => mul(dy, a) });

/** Quotient a / b, broadcasting.  $\partial a = \partial y / b,\ \partial b = -\partial y\,y / b$.
 *  By IEEE 754: 1 / 0 = ∞, 1 / −0 = −∞, 0 / 0 = NaN. */
export const div: Binary = binary("div", ["b", "y"], {
  a: (dy, { b }) => div(dy, b),
  b: (dy, { b, y }) => neg(mul(dy, div(y, b))),
});
