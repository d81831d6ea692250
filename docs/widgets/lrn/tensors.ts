import { once } from "../core/memo.ts";
import type { Shown } from "../core/tensors.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { broken } from "./bugs.ts";
import { computed, numbersOf, second } from "./compute.ts";
import { type State, shapeOf } from "./state.ts";

type Tensor = Shown<"x" | "dy" | "v">;

/** The tensors of a mode, in the order in which they are drawn. */
export const tensorsOf = once((s: State): readonly Tensor[] => {
  const all = computed(s);
  const shape = shapeOf(s);
  const x: Tensor = { name: "x", values: all.x, shape, field: "x" };
  const d: Tensor = { name: "d", values: all.d, shape, about: words.divisor };
  const y: Tensor = { name: "y", values: all.y, shape, isResult: true };
  const dy: Tensor = { name: "∂y", values: all.dy, shape, field: "dy" };
  const dx: Tensor = { name: "∂x", values: all.dx, shape, isResult: true };
  switch (s.mode) {
    case "by-x":
      return [x, d, dy, dx];
    case "second": {
      const { byDy, byX } = second(s);
      return [
        x,
        dy,
        { name: "v", values: numbersOf(s, "v"), shape, field: "v" },
        { name: "∂S/∂(∂y)", values: byDy, shape, isResult: true },
        { name: "∂S/∂x", values: byX, shape, isResult: true },
      ];
    }
    case "probe":
      return [x, dy, y];
    case "broken":
      return [{ ...dx, values: broken(s).dx, right: all.dx }, x, d, dy];
    case "acts": {
      const scaled = all.x.map((value) => value * 2 ** s.scale);
      return [{ name: "x", values: scaled, shape, about: words.timesScale(2 ** s.scale) }];
    }
    default:
      return [x, d, y];
  }
});
