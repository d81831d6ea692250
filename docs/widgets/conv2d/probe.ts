import type { Tensor } from "../../../src/core/tensor.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { conv2d, mul, relu, sum, tanh } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { tensorProbe } from "../core/tensorProbe.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { partsOf } from "./parts.ts";
import { geometryOf, optionsOf, type State } from "./state.ts";

const losses: Readonly<Record<State["loss"], (y: Tensor) => Tensor>> = { linear: (y) => y, smooth: tanh, kinked: relu };

/** Finite differences of the loss along an element of x or of w. */
export function probed(s: State, key: string): string {
  const { shape } = geometryOf(s);
  const weights = made(filled(s.dy, shape), shape);
  const run = (x: Tensor, w: Tensor) => conv2d(x, w, optionsOf(s));
  const decisions = (x: Tensor, w: Tensor) => {
    const signs = Array.from(values(run(x, w)), (value, i) => {
      const name = nameOf(keyOf("y", coordinates(i, shape)));
      return [words.sign(name), value > 0 ? words.signs.positive : words.signs.negative];
    });
    return Object.fromEntries(signs);
  };
  const probe = {
    inputs: partsOf(s).filter(({ name }) => name === "x" || name === "w"),
    loss: (x: Tensor, w: Tensor) => sum(mul(weights, losses[s.loss](run(x, w)))),
    ...(s.loss === "kinked" ? { decisions } : {}),
  };
  return tensorProbe(probe, key, 2 ** -s.h2);
}
