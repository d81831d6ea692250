import type { Tensor } from "../../../src/core/tensor.ts";
import { mul, sum } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { made } from "../core/library.ts";
import { noteOf } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import type { Probe } from "../core/probe.ts";
import { type Probed, tensorProbe } from "../core/tensorProbe.ts";
import { pooling as words } from "../words/en/pooling.ts";
import type { Operator, PoolingState } from "./state.ts";

const losses: Readonly<Record<PoolingState["loss"], (y: Tensor) => Tensor>> = {
  cubic: (y) => mul(y, mul(y, y)),
  linear: (y) => y,
};

/** Finite differences of the loss along an element of x, and the slopes on both sides of it where they meet a kink. */
export function probed(
  s: PoolingState,
  op: Operator,
  key: string,
  decisions: NonNullable<Probed["decisions"]> = () => ({}),
): string {
  const weights = made(filled(s.dy, op.shape), op.shape);
  const inputs = [{ name: "x", shape: op.xShape, values: filled(s.x, op.xShape) }];
  const loss = (x: Tensor) => sum(mul(weights, losses[s.loss](op.run(x))));
  return tensorProbe({ inputs, loss, decisions, below: sides }, key, 2 ** -s.h2);
}

/** At a kink: the slope on either side, whose mean a central difference is. */
function sides({ steps, slopes: [left, right], analytic }: Probe): string {
  if (steps.some(({ crossed }) => crossed.length === 0)) return "";
  return noteOf(words.sides(show(left), show(right), show((left + right) / 2), show(analytic)));
}
