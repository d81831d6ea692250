import { forEach } from "../../../kernels/common/walk.ts";
import { always, backward } from "../bug.ts";
import { copy, first, masked, reordered, swapped } from "../changes.ts";

export const elementwise = [
  always("gate: gate of dy's sign", ["relu"], (k) => ({ gate: (out, dy) => k.gate(out, dy, dy) })),
  always("gate: what is left after blocks of four forgotten", ["relu"], (k) => ({
    gate(out, dy, y) {
      const blocks = masked(dy, (i) => i < dy.length - (dy.length % 4));
      k.gate(out, blocks, y);
    },
  })),
  backward("sigmoid: y for y(1 − y)", ["sigmoid"], () => ({ sub: first })),
  backward("tanh: 1 − y for 1 − y²", ["tanh"], (k) => ({
    mul: (out, a, b, g) => (a === b ? copy(out, a) : k.mul(out, a, b, g)),
  })),
  backward("abs: sign forgotten", ["abs"], () => ({ sign: (out) => void out.fill(1) })),
  backward("sub: sign of the second gradient forgotten", ["sub"], () => ({ neg: copy })),
  backward("div: divisor's gradient without the quotient", ["div"], () => ({ mul: first })),
  backward("pow: exponent not lowered", ["pow"], () => ({ sub: first })),
  backward("pow: factor b forgotten", ["pow"], () => ({
    pow: (out, a, exponent, g) =>
      forEach(g.walk, (i, j, l) => {
        out[i] = a[j] ** exponent[l] / (exponent[l] + 1);
      }),
  })),
  backward("maximum: gradient to the smaller", ["maximum"], (k) => ({
    greater: (out, a, b, g) => k.greater(out, b, a, swapped(g)),
  })),
  backward("minimum: gradient to the larger", ["minimum"], (k) => ({
    less: (out, a, b, g) => k.less(out, b, a, swapped(g)),
  })),
  backward("where: all of the gradient to a", ["where"], () => ({ where: (out, _, a) => copy(out, a) })),
  backward("leakyRelu: slope forgotten", ["leakyRelu"], () => ({ mul: first })),
  backward("clamp: gradient outside of the bounds", ["clamp"], () => ({ equal: (out) => void out.fill(1) })),
  backward("clamp: lower bound forgotten", ["clamp"], (k) => ({
    equal: (out, x, y, g) => {
      k.greater(out, x, y, g);
      for (let i = 0; i < out.length; i++) out[i] = 1 - out[i];
    },
  })),
  backward("dropout: mask not scaled", ["dropout"], (k) => ({
    mul: (out, dy, mask, g) => k.mul(out, dy, mask.map(Math.sign), g),
  })),
  backward("dropout: mask drawn anew", ["dropout"], (k) => ({
    mul(out, dy, mask, g) {
      const other = reordered(mask, (i) => (i + 1) % mask.length);
      k.mul(out, dy, other, g);
    },
  })),
];
