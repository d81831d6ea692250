import { dropout, mul, sum, tanh } from "../../../src/ops/index.ts";
import { made } from "../core/library.ts";
import { keyOf } from "../core/plane.ts";
import { tensorProbe } from "../core/tensorProbe.ts";
import type { Place } from "../core/tensors.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { optionsOf } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

/** Finite differences along the x in focus, with one mask for all evaluations. */
export function probed(s: State, { index }: Place): string {
  const shape = [s.units];
  const weights = made(numbersOf(s, "dy"), shape);
  const probe = {
    inputs: [{ name: "x", shape, values: numbersOf(s, "x") }],
    loss: (x: typeof weights) => sum(mul(weights, tanh(dropout(x, optionsOf(s))))),
    says: words.loss,
  };
  return tensorProbe(probe, keyOf("x", index), 2 ** -s.h2);
}
