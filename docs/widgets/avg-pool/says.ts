import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { sizesOf } from "../core/window.ts";
import { selected } from "../pooling/figure.ts";
import { focusOn } from "../pooling/pooling.ts";
import { avgPool as words } from "../words/en/avg-pool.ts";
import { sceneOf } from "./scene.ts";
import type { State } from "./state.ts";

export function says(s: State): string {
  const scene = sceneOf(s);
  const { part, index, flat, key, links } = focusOn(scene, selected(scene, s.select, s.step));
  const [name, value] = [nameOf(key), show((part.right ?? part.values)[flat])];
  if (part.role === "image") {
    return part.of === undefined
      ? words.says.read(name, value, links.length)
      : words.says.sum(name, value, links.length);
  }
  const [, , i, j] = index;
  const sizes = sizesOf(scene.windows, i, j);
  const divisor = scene.divisors[flat];
  if (part.of === undefined) return words.says.spread(name, value, links.length, divisor);
  return words.says.average(name, value, sizes.input, divisor, sizes.all - sizes.input);
}
