import { coordinates } from "../../../src/gradcheck/coordinates.ts";

import { keyOf } from "../core/plane.ts";
import { termsAlongV } from "../core/second.ts";
import type { Place } from "../core/tensors.ts";
import type { Term } from "../core/terms.ts";
import { numbersOf, partsOfOne, second, windowAt } from "./compute.ts";
import { geometryOf, type State, shapeOf } from "./state.ts";

/** The elements of the other tensors that belong to the one in focus. */
export function litBy(s: State, { tensor, flat }: Place): string[] {
  const [g, shape] = [geometryOf(s), shapeOf(s)];
  const keys = (name: string, isTurned: boolean) =>
    windowAt(g, shape, flat, isTurned).map((each) => keyOf(name, coordinates(each, shape)));
  const self = (name: string) => keyOf(name, coordinates(flat, shape));
  switch (tensor.name) {
    case "y":
      return [...keys("x", false), self("d")];
    case "d":
      return [...keys("x", false), self("y")];
    case "x":
      return [...keys("y", true), ...keys("d", true)];
    case "∂x":
      return [self("x"), ...keys("∂y", true), ...keys("d", true)];
    case "∂y":
      return keys("∂x", false);
    default:
      return [];
  }
}

/** What an element of ∂x, or of a second gradient, sums. The coefficients are the library's. */
export function termsOf(s: State, { tensor, index, flat }: Place): Term[] {
  const [g, shape] = [geometryOf(s), shapeOf(s)];
  const named = (name: string, i: number) => keyOf(name, coordinates(i, shape));
  const between = (i: number) => ({ key: `cross:${coordinates(i, shape).join(",")},${index.join(",")}` });
  if (tensor.name === "∂x") {
    const dy = numbersOf(s, "dy");
    const reached = windowAt(g, shape, flat, true);
    const own = partsOfOne(s, flat).own[flat];
    return [
      {
        factors: [
          { key: named("∂y", flat), value: dy[flat] },
          { key: named("own", flat), value: own },
        ],
      },
      ...reached.map((j) => ({
        factors: [
          { key: named("∂y", j), value: dy[j] },
          { ...between(j), value: partsOfOne(s, j).cross[flat] },
        ],
      })),
    ];
  }
  const name = { "∂S/∂(∂y)": "byDy", "∂S/∂x": "byX" }[tensor.name] as "byDy" | "byX" | undefined;
  if (name === undefined) return [];
  const v = { name: "v", values: numbersOf(s, "v"), shape };
  return termsAlongV(v, name === "byDy" ? "J" : "H", index.join(","), second(s).of(name, flat));
}
