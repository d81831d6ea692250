import type { Differentiable } from "../../src/gradcheck/index.ts";
import { add, defineOp, mul, type Op, pad, reshape, type Shape, slice } from "../../src/index.ts";

interface Leak {
  readonly shape: Shape;
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

/** Zero, with a gradient: what flows into output `from` arrives at input `to` as well, times `size`. */
const leak: Op<["x"], Leak> = defineOp({
  name: "leak",
  inputs: ["x"],
  infer: ({ x }, options: Leak) => ({ ...options, xShape: x }),
  forward: (k, _, { shape }) => k.fill(shape, { value: 0 }),
  backward: (dy, _, { from, to, size, xShape }) => ({
    x: () => {
      const one = slice(reshape(dy, [-1]), { axis: 0, start: from, end: from + 1 });
      const count = xShape.reduce((product, dim) => product * dim, 1);
      const padded = pad(one, { padding: [{ axis: 0, before: to, after: count - 1 - to }] });
      return mul(reshape(padded, xShape), size);
    },
  }),
});

/** A function that is right itself, with one element of its Jacobian by the first input off by `size`. */
export function spoil(fn: Differentiable, from: number, to: number, size: number): Differentiable {
  return (...inputs) => {
    const y = fn(...inputs);
    return add(y, leak(inputs[0], { shape: y.shape, from, to, size }));
  };
}
