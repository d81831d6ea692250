import type { Tensor } from "../../../src/core/tensor.ts";
import { batchNorm, mul, sum, tanh } from "../../../src/ops/index.ts";
import { made } from "../core/library.ts";
import { keyOf } from "../core/plane.ts";
import { tensorProbe } from "../core/tensorProbe.ts";
import type { Place } from "../core/tensors.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { optionsOf } from "./compute.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

/** Finite differences along the x, γ or β in focus; of a loss that is linear in y, β's would be exact. */
export function probed(s: State, { tensor, index, key }: Place): string {
  const inputs = [
    { name: "x", shape: shapeOf(s), values: numbersOf(s, "x") },
    { name: "γ", shape: [s.c], values: numbersOf(s, "gamma") },
    { name: "β", shape: [s.c], values: numbersOf(s, "beta") },
  ];
  const weights = made(numbersOf(s, "dy"), shapeOf(s));
  const loss = (x: Tensor, weight: Tensor, bias: Tensor) =>
    sum(mul(weights, tanh(batchNorm(x, { ...optionsOf(s), weight, bias }))));
  const at = inputs.some(({ name }) => name === tensor.name) ? key : keyOf("x", index);
  return tensorProbe({ inputs, loss, says: words.loss }, at, 2 ** -s.h2);
}
