import { localResponseNorm, mul, reshape, sum } from "../../../src/ops/index.ts";
import { made } from "../core/library.ts";
import { keyOf } from "../core/plane.ts";
import { tensorProbe } from "../core/tensorProbe.ts";
import type { Place } from "../core/tensors.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { numbersOf } from "./compute.ts";
import { fullShapeOf, optionsOf, type State, shapeOf } from "./state.ts";

/** Finite differences along the x in focus. */
export function probed(s: State, { index }: Place): string {
  const weights = made(numbersOf(s, "dy"), fullShapeOf(s));
  const run = (x: typeof weights) => localResponseNorm(reshape(x, fullShapeOf(s)), optionsOf(s));
  const probe = {
    inputs: [{ name: "x", shape: shapeOf(s), values: numbersOf(s, "x") }],
    loss: (x: typeof weights) => sum(mul(weights, run(x))),
    says: words.loss,
  };
  return tensorProbe(probe, keyOf("x", index), 2 ** -s.h2);
}
