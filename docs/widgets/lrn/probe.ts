import { grad } from "../../../src/core/backward.ts";
import { localResponseNorm, mul, sum } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { probe } from "../core/probe.ts";
import { probePanel } from "../core/probePanel.ts";
import type { Place } from "../core/tensors.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { numbersOf } from "./compute.ts";
import { fullShapeOf, optionsOf, type State } from "./state.ts";

/** Finite differences of L = Σ ∂y·y along the x in focus. */
export function probed(s: State, { index, flat }: Place): string {
  const point = numbersOf(s, "x");
  const run = (step: number) => {
    const x = made(point.with(flat, point[flat] + step), fullShapeOf(s));
    return { x, loss: sum(mul(made(numbersOf(s, "dy"), fullShapeOf(s)), localResponseNorm(x, optionsOf(s)))) };
  };
  const here = run(0);
  const [dx] = grad(here.loss, [here.x]);
  const found = probe((step) => ({ value: values(run(step).loss)[0] }), values(dx)[flat], 2 ** -s.h2);
  return probePanel(words.probeOf(nameOf(keyOf("x", index))), found);
}
