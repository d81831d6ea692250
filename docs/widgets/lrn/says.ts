import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { placeOf } from "../core/tensors.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { computed, partsOfAll, windowAt } from "./compute.ts";
import { acting } from "./curves.ts";
import { geometryOf, optionsOf, type State, shapeOf } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function says(s: State): string {
  const g = geometryOf(s);
  if (s.mode === "converter") return words.says.converter(show(g.scale), show(optionsOf(s).alpha));
  const { tensor, flat, key, value, index } = placeOf(tensorsOf(s), s.select);
  const count = (isTurned: boolean) => windowAt(g, shapeOf(s), flat, isTurned).length;
  const name = nameOf(key);
  if (s.mode === "acts") {
    const [{ sum, k, left }] = acting(s, [2 ** s.scale], flat);
    return words.says.acts(index.join(", "), show(sum), show(k), show(left));
  }
  if (s.mode === "broken") return words.says.other(name, show(value));
  const { d } = computed(s);
  switch (tensor.name) {
    case "y":
      return words.says.y(name, show(value), show(d[flat]), count(false));
    case "d":
      return words.says.d(name, show(value), count(false));
    case "x":
      return words.says.x(name, show(value), count(true));
    case "∂x": {
      const { own, cross } = partsOfAll(s);
      return words.says.dx(name, show(value), show(own[flat]), show(cross[flat]), count(true));
    }
    default:
      return words.says.other(name, show(value));
  }
}
