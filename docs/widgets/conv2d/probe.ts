import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { conv2d, mul, relu, sum, tanh } from "../../../src/ops/index.ts";
import { filled, flatOf, indexOf } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { type Moved, probe } from "../core/probe.ts";
import { probePanel } from "../core/probePanel.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import type { Focus } from "./focus.ts";
import { geometryOf, optionsOf, type State } from "./state.ts";

const losses: Readonly<Record<State["loss"], (y: Tensor) => Tensor>> = { linear: (y) => y, smooth: tanh, kinked: relu };

/** Finite differences of the loss along the element in focus, which is one of x or of w. */
export function probed(s: State, { part, index, key }: Focus): string {
  const g = geometryOf(s);
  const weights = made(filled(s.dy, g.shape), g.shape);
  const point = { x: filled(s.x, g.xShape), w: filled(s.weight, g.wShape) };
  const flat = flatOf(index, part.shape);
  const run = (moved: { readonly x: ArrayLike<number>; readonly w: ArrayLike<number> }) => {
    const [x, w] = [made(Array.from(moved.x), g.xShape), made(Array.from(moved.w), g.wShape)];
    const y = conv2d(x, w, optionsOf(s));
    return { x, w, y, loss: sum(mul(weights, losses[s.loss](y))) };
  };
  const at: Moved = (step) => {
    const which = part.name === "w" ? "w" : "x";
    const moved = { ...point, [which]: point[which].with(flat, point[which][flat] + step) };
    const { y, loss } = run(moved);
    if (s.loss !== "kinked") return { value: values(loss)[0] };
    const signs = Array.from(values(y), (value, i) => {
      const name = nameOf(keyOf("y", indexOf(i, g.shape)));
      return [words.sign(name), value > 0 ? words.signs.positive : words.signs.negative];
    });
    return { value: values(loss)[0], decisions: Object.fromEntries(signs) };
  };
  const here = run(point);
  const [gradient] = grad(here.loss, [part.name === "w" ? here.w : here.x]);
  return probePanel(words.probeOf(nameOf(key)), probe(at, values(gradient)[flat], 2 ** -s.h2));
}
