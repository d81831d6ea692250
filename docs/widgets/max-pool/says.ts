import { coordinates } from "../../../src/gradcheck/coordinates.ts";

import { show } from "../core/numbers.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { coverage, sizesOf } from "../core/window.ts";
import { selected } from "../pooling/figure.ts";
import { focusOn } from "../pooling/pooling.ts";
import { maxPool as words } from "../words/en/max-pool.ts";
import { sceneOf } from "./scene.ts";
import type { State } from "./state.ts";

export function says(s: State): string {
  const scene = sceneOf(s);
  const { part, index, flat, key } = focusOn(scene, selected(scene, s.select, s.step));
  const [name, value] = [nameOf(key), show(part.values[flat])];
  const [, , i, j] = index;
  const x = scene.parts.find(({ name }) => name === "x")!;
  if (part.role === "output") {
    const winner = nameOf(keyOf("x", coordinates(scene.winners[flat], x.shape)));
    const sizes = sizesOf(scene.windows, i, j);
    if (part.name === "∂y") return words.says.given(name, value, winner);
    if (part.name === "y")
      return words.says.largest(name, value, sizes.input, winner, scene.tied[flat].length, sizes.all - sizes.input);
    return words.says.gathered(name, value, nameOf(keyOf("v", coordinates(scene.winners[flat], x.shape))));
  }
  const read = coverage(scene.windows, i, j);
  const won = scene.links.filter(({ image }) => image === flat).length;
  return part.of === undefined
    ? words.says.read(name, value, read, won)
    : words.says.sum(name, show((part.right ?? part.values)[flat]), read, won);
}
