import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { mul, sum } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { escapeHtml } from "../core/html.ts";
import { made, values } from "../core/library.ts";
import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { type Moved, probe } from "../core/probe.ts";
import { probePanel } from "../core/probePanel.ts";
import { pooling as words } from "../words/en/pooling.ts";
import type { Focus } from "./pooling.ts";
import type { Operator, PoolingState } from "./state.ts";

const losses: Readonly<Record<PoolingState["loss"], (y: Tensor) => Tensor>> = {
  cubic: (y) => mul(y, mul(y, y)),
  linear: (y) => y,
};

/** What is decided on the way at some x, by the name of each decision. */
type Decisions = (x: ArrayLike<number>) => Readonly<Record<string, string>>;

/** Finite differences of the loss along an element of x, and the slopes on both sides of it where they meet a kink. */
export function probed(
  s: PoolingState,
  op: Operator,
  { flat, index }: Focus,
  decisions: Decisions = () => ({}),
): string {
  const weights = made(filled(s.dy, op.shape), op.shape);
  const point = filled(s.x, op.xShape);
  const run = (moved: Float64Array) => {
    const x = made(moved, op.xShape);
    return { x, loss: sum(mul(weights, losses[s.loss](op.run(x)))) };
  };
  const at: Moved = (step) => {
    const moved = point.with(flat, point[flat] + step);
    return { value: values(run(moved).loss)[0], decisions: decisions(moved) };
  };
  const here = run(point);
  const [gradient] = grad(here.loss, [here.x]);
  const found = probe(at, values(gradient)[flat], 2 ** -s.h2);
  const what = words.probeOf(nameOf(`x:${index.join(",")}`));
  return (
    probePanel(what, found) +
    (found.steps.every(({ crossed }) => crossed.length > 0) ? sides(at, found.steps[2].h, found.analytic) : "")
  );
}

/** At a kink: the slope on either side, whose mean a central difference is. */
function sides(at: Moved, h: number, analytic: number): string {
  const [below, here, above] = [-h, 0, h].map((step) => at(step).value);
  const [left, right] = [(here - below) / h, (above - here) / h];
  return `<p class="ag-note">${escapeHtml(words.sides(show(left), show(right), show((left + right) / 2), show(analytic)))}</p>`;
}
