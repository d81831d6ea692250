import { grad } from "../../../src/core/backward.ts";
import { batchNorm, mul, sum, tanh } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { probe } from "../core/probe.ts";
import { probePanel } from "../core/probePanel.ts";
import type { Place } from "../core/tensors.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { optionsOf } from "./compute.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

const names = { x: "x", γ: "gamma", β: "beta" } as const;

/** Finite differences of L = Σ ∂y·tanh(y) along the x, γ or β in focus; of a loss that is linear in y, β's would be exact. */
export function probed(s: State, { tensor, index, flat }: Place): string {
  const which = tensor.name in names ? (tensor.name as keyof typeof names) : "x";
  const at = tensor.name in names || tensor.shape.length === 2 ? { index, flat } : { index: [0, 0], flat: 0 };
  const run = (step: number) => {
    const moved = (name: keyof typeof names) => {
      const numbers = numbersOf(s, names[name]);
      const to = name === which ? numbers.with(at.flat, numbers[at.flat] + step) : numbers;
      return made(to, name === "x" ? shapeOf(s) : [s.c]);
    };
    const inputs = { x: moved("x"), γ: moved("γ"), β: moved("β") };
    const y = batchNorm(inputs.x, { ...optionsOf(s), weight: inputs.γ, bias: inputs.β });
    return { inputs, loss: sum(mul(made(numbersOf(s, "dy"), shapeOf(s)), tanh(y))) };
  };
  const here = run(0);
  const [gradient] = grad(here.loss, [here.inputs[which]]);
  const found = probe((step) => ({ value: values(run(step).loss)[0] }), values(gradient)[at.flat], 2 ** -s.h2);
  return probePanel(words.probeOf(nameOf(keyOf(which, at.index))), found);
}
