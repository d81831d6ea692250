import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { mul, sum } from "../../../src/ops/index.ts";
import { flatOf } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { inside } from "../core/window.ts";
import type { Link } from "../pooling/pooling.ts";
import type { Operator } from "../pooling/state.ts";
import type { State } from "./state.ts";

/** The element that each window takes. The gradient is linear in ∂y and reads at the winners: along the elements' own
 *  numbers, its gradient is the winners' numbers. */
export function winnersOf(op: Operator, x: ArrayLike<number>): number[] {
  const input = made(Array.from(x), op.xShape);
  const y = op.run(input);
  const dy = made(new Float64Array(values(y).length), op.shape);
  const [dx] = grad(y, [input], { gradOutputs: [dy], createGraph: true });
  const numbers = made(
    Float64Array.from(x, (_, flat) => flat),
    op.xShape,
  );
  const [taken] = grad(sum(mul(numbers, dx)), [dy]);
  return Array.from(values(taken));
}

/** All elements of each window that are as large as what it takes, NaN being the largest. */
export function tiedOf({ windows, xShape, shape }: Operator, x: ArrayLike<number>, y: ArrayLike<number>): number[][] {
  const { rows, columns } = windows;
  return Array.from(y, (largest, window) => {
    const [n, c, i, j] = coordinates(window, shape);
    const all = inside(rows, rows.spans[i]).flatMap((a) =>
      inside(columns, columns.spans[j]).map((b) => flatOf([n, c, a, b], xShape)),
    );
    return all.filter((at) => x[at] === largest || (Number.isNaN(x[at]) && Number.isNaN(largest)));
  });
}

/** Who gets each window's gradient under a rule. */
export function linksBy(rule: State["rule"], winners: readonly number[], tied: readonly (readonly number[])[]): Link[] {
  if (rule === "first") return winners.map((image, output) => ({ image, output, factor: 1 }));
  return tied.flatMap((all, output) =>
    all.map((image): Link => {
      const isShared = rule === "share" && all.length > 1;
      return isShared
        ? { image, output, factor: 1 / all.length, written: `1/${all.length}` }
        : { image, output, factor: 1 };
    }),
  );
}

/** What a probe may change: the winner of each window. */
export function decisionsOf(op: Operator): (x: Tensor) => Record<string, string> {
  return (x) =>
    Object.fromEntries(
      winnersOf(op, values(x)).map((winner, window) => {
        const [n, c, i, j] = coordinates(window, op.shape);
        const which = op.shape[0] * op.shape[1] === 1 ? `${i}, ${j}` : `${n}, ${c}, ${i}, ${j}`;
        return [`winner of the window (${which})`, nameOf(keyOf("x", coordinates(winner, op.xShape)))];
      }),
    );
}
