import { once } from "../core/memo.ts";
import type { Shown } from "../core/tensors.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { broken } from "./bugs.ts";
import { computed, expectation, second } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

/** The tensors of a mode, in the order in which they are drawn. */
export const tensorsOf = once((s: State): readonly Shown<"x" | "dy" | "v">[] => {
  type Tensor = Shown<"x" | "dy" | "v">;
  const all = computed(s);
  const shape = [s.units];
  const x: Tensor = { name: "x", values: all.x, shape, field: "x" };
  const mask: Tensor = { name: "m", values: all.mask, shape, about: words.maskOf(s.seed, s.training) };
  const y: Tensor = { name: "y", values: all.y, shape, isResult: true };
  const dy: Tensor = { name: "∂y", values: all.dy, shape, field: "dy" };
  const dx: Tensor = { name: "∂x", values: all.dx, shape, isResult: true };
  switch (s.mode) {
    case "by-x":
      return [dy, mask, dx];
    case "masks": {
      const { mean, deviation, evaluated } = expectation(s, Number(s.masks));
      return [
        x,
        { name: "mean", values: mean, shape, about: words.meanOver(Number(s.masks)), isResult: true },
        { name: "deviation", values: deviation, shape, about: words.overMasks },
        { name: "evaluated", values: evaluated, shape, isResult: true },
      ];
    }
    case "second": {
      const { byDy, byX } = second(s);
      return [
        { name: "v", values: numbersOf(s, "v"), shape, field: "v" },
        mask,
        { name: "∂S/∂(∂y)", values: byDy, shape, isResult: true },
        { name: "∂S/∂x", values: byX, shape, isResult: true },
      ];
    }
    case "probe":
      return [x, dy, mask];
    case "broken":
      return [{ ...dx, values: broken(s).dx, right: all.dx }, dy, mask];
    default:
      return [x, mask, y];
  }
});
