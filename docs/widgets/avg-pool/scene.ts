import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { flatOf } from "../core/fill.ts";
import { ones, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { coverage, inside, sizesOf } from "../core/window.ts";
import { compute } from "../pooling/compute.ts";
import type { Link, Part, Pooling } from "../pooling/pooling.ts";
import type { Operator } from "../pooling/state.ts";
import { broken } from "./bugs.ts";
import { operatorOf, type State } from "./state.ts";

/** What a state's drawing is made from, and what each window is divided by. */
export interface Scene extends Pooling {
  readonly divisors: readonly number[];
}

/** What the library divides each window by: how many elements it has, over the average of as many ones. */
export function divisorsOf({ windows, xShape, shape, run }: Operator): number[] {
  return Array.from(values(run(ones(xShape))), (average, window) => {
    const [, , i, j] = coordinates(window, shape);
    return Math.round(sizesOf(windows, i, j).input / average);
  });
}

function linksOf({ windows, xShape, shape }: Operator, divisors: readonly number[]): Link[] {
  const { rows, columns } = windows;
  return divisors.flatMap((divisor, output) => {
    const [n, c, i, j] = coordinates(output, shape);
    return inside(rows, rows.spans[i]).flatMap((a) =>
      inside(columns, columns.spans[j]).map((b): Link => {
        const image = flatOf([n, c, a, b], xShape);
        return divisor === 1
          ? { image, output, factor: 1 }
          : { image, output, factor: 1 / divisor, written: `1/${divisor}` };
      }),
    );
  });
}

export const sceneOf = once((s: State): Scene => {
  const op = operatorOf(s);
  const all = compute(s, op);
  const divisors = divisorsOf(op);
  const links = linksOf(op, divisors);
  const covered = Array.from(all.x, (_, flat) => {
    const [, , a, b] = coordinates(flat, op.xShape);
    return coverage(op.windows, a, b);
  });
  const tally = s.counts ? covered : undefined;
  const x: Part = { name: "x", role: "image", values: all.x, shape: op.xShape, field: "x", tally };
  const y: Part = { name: "y", role: "output", values: all.y, shape: op.shape, of: "x", tally: divisors };
  const dy: Part = { name: "∂y", role: "output", values: all.dy, shape: op.shape, field: "dy", tally: divisors };
  const dx: Part = { name: "∂x", role: "image", values: all.dx, shape: op.xShape, of: "∂y", tally };
  const v: Part = { name: "v", role: "image", values: all.v, shape: op.xShape, field: "v" };
  const byDy: Part = { name: "∂S/∂(∂y)", role: "output", values: all.byDy, shape: op.shape, of: "v", tally: divisors };
  const wrong = s.mode === "broken" ? broken(s) : all;
  const parts: Readonly<Record<State["mode"], readonly Part[]>> = {
    forward: [x, y],
    "by-x": [dy, dx],
    second: [v, byDy],
    probe: [x, y],
    broken: [{ ...dx, values: wrong.dx, right: all.dx }, { ...byDy, values: wrong.byDy, right: all.byDy }, dy, v],
  };
  return { windows: op.windows, links, divisors, parts: parts[s.mode] };
});
