import type { BinaryName, PlainName } from "../../kernels/elementwise/table.ts";
import { defineOp, type Op, type Saved } from "../core/op.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { sumTo } from "./sum.ts";

/** An operator of one tensor, element by element. */
export type Unary = Op<["x"]>;

/** @param saves what the derivative reads: x, or y = f(x).
 *  @param derivative ∂x of ∂y; left out where there is no gradient. */
export function unary<const S extends "x" | "y" = never>(
  name: PlainName,
  saves?: readonly S[],
  derivative?: (dy: Tensor, saved: Saved<["x"], S>) => Tensor,
): Unary {
  return defineOp({
    name,
    inputs: ["x"],
    infer: ({ x }) => ({ shape: x }),
    forward: (k, { x }, g) => k[name](g.shape, x),
    saves,
    backward: derivative && ((dy, saved) => ({ x: () => derivative(dy, saved) })),
  });
}

type Part<S extends string> = (dy: Tensor, saved: Saved<["a", "b"], S>) => Tensor;

/** @param saves what the derivatives read: a, b, or y = f(a, b).
 *  @param derivatives ∂a and ∂b of ∂y, of the output's shape; left out where there are none. */
export function binary<const S extends "a" | "b" | "y" = never>(
  name: BinaryName,
  saves?: readonly S[],
  derivatives?: { readonly a: Part<S>; readonly b: Part<S> },
): Binary {
  return withNumbers(
    defineOp({
      name,
      inputs: ["a", "b"],
      infer: inferBroadcast(name),
      forward: (k, { a, b }, g) => k[name](g.shape, a, b, g),
      saves,
      backward:
        derivatives &&
        ((dy, saved, g) => ({
          a: () => sumTo(derivatives.a(dy, saved), g.aShape),
          b: () => sumTo(derivatives.b(dy, saved), g.bShape),
        })),
    }),
  );
}
