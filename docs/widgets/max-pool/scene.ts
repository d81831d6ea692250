import { coordinates } from "../../../src/gradcheck/coordinates.ts";

import { once } from "../core/memo.ts";
import { coverage } from "../core/window.ts";
import { compute } from "../pooling/compute.ts";
import { madeUpTo, type Part, type Pooling } from "../pooling/pooling.ts";
import { maxPool as words } from "../words/en/max-pool.ts";
import { broken, bugOf, bugs } from "./bugs.ts";
import { operatorOf, type State } from "./state.ts";
import { linksBy, tiedOf, winnersOf } from "./winners.ts";

/** What a state's drawing is made from, and who wins. */
export interface Scene extends Pooling {
  readonly winners: readonly number[];
  /** By window: all that are as large as the winner. */
  readonly tied: readonly (readonly number[])[];
}

export const sceneOf = once((s: State): Scene => {
  const op = operatorOf(s);
  const all = compute(s, op);
  const winners = winnersOf(op, all.x);
  const tied = tiedOf(op, all.x, all.y);
  const first = linksBy("first", winners, tied);
  const links = s.mode === "by-x" ? linksBy(s.rule, winners, tied) : first;
  const marks = Array.from(all.x, (_, flat) => {
    if (tied.some((each) => each.length > 1 && each.includes(flat))) return "tie" as const;
    return winners.includes(flat) ? ("winner" as const) : undefined;
  });
  const covered = Array.from(all.x, (_, flat) => {
    const [, , a, b] = coordinates(flat, op.xShape);
    return coverage(op.windows, a, b);
  });
  const won = Array.from(all.x, (_, flat) => links.filter(({ image }) => image === flat).length);

  const x: Part = {
    name: "x",
    role: "image",
    values: all.x,
    shape: op.xShape,
    field: "x",
    marks,
    tally: s.counts ? covered : undefined,
  };
  const y: Part = { name: "y", role: "output", values: all.y, shape: op.shape, of: "x" };
  const dy: Part = { name: "∂y", role: "output", values: all.dy, shape: op.shape, field: "dy" };
  const dx: Part = { name: "∂x", role: "image", values: all.dx, shape: op.xShape, of: "∂y" };
  const v: Part = { name: "v", role: "image", values: all.v, shape: op.xShape, field: "v", marks };
  const byDy: Part = { name: "∂S/∂(∂y)", role: "output", values: all.byDy, shape: op.shape, of: "v" };
  const scene = { windows: op.windows, links, winners, tied };
  switch (s.mode) {
    case "by-x": {
      const tally = s.counts ? won : undefined;
      const ruled =
        s.rule === "first"
          ? dx
          : {
              ...dx,
              values: madeUpTo({ ...scene, parts: [dy] }, dx, Number.POSITIVE_INFINITY),
              about: words.rules[s.rule],
            };
      const parts = [x, dy, { ...ruled, tally, about: s.assign ? words.added : ruled.about }];
      return { ...scene, parts: s.assign ? [...parts, assigned(s, dx, first)] : parts };
    }
    case "second":
      return { ...scene, parts: [x, v, dy, byDy] };
    case "broken": {
      const wrong = broken(s, bugOf(s));
      const parts = [
        { ...dx, values: wrong.dx, right: all.dx },
        { ...byDy, values: wrong.byDy, right: all.byDy },
        x,
        dy,
        v,
      ];
      return { ...scene, parts };
    }
    default:
      return { ...scene, parts: [x, y] };
  }
});

/** ∂x where each window writes over what the one before has written. */
function assigned(s: State, dx: Part, links: Pooling["links"]): Part {
  return { ...dx, name: "∂x by =", values: broken(s, bugs[0]).dx, right: dx.values, about: words.assigned, links };
}
