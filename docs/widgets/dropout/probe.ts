import { grad } from "../../../src/core/backward.ts";
import { dropout, mul, sum, tanh } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { probe } from "../core/probe.ts";
import { probePanel } from "../core/probePanel.ts";
import type { Place } from "../core/tensors.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { optionsOf } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

/** Finite differences of L = Σ ∂y·tanh(y) along the x in focus, with one mask for all evaluations. */
export function probed(s: State, { index, flat }: Place): string {
  const point = numbersOf(s, "x");
  const run = (step: number) => {
    const x = made(point.with(flat, point[flat] + step), [s.units]);
    return { x, loss: sum(mul(made(numbersOf(s, "dy"), [s.units]), tanh(dropout(x, optionsOf(s))))) };
  };
  const here = run(0);
  const [dx] = grad(here.loss, [here.x]);
  const found = probe((step) => ({ value: values(run(step).loss)[0] }), values(dx)[flat], 2 ** -s.h2);
  return probePanel(words.probeOf(nameOf(keyOf("x", index))), found);
}
