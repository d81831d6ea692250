import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { reference } from "../../../src/devices/reference.ts";
import { abs, exp, mul, relu, sqrt, tanh } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { type Probe, probe } from "../core/probe.ts";
import { finiteDifference as words } from "../words/en/finite-difference.ts";
import { type State, stepOf } from "./state.ts";

const functions: Readonly<Record<State["of"], (x: Tensor) => Tensor>> = {
  tanh,
  cube: (x) => mul(mul(x, x), x),
  exp,
  sqrt,
  relu,
  abs,
};

const mistakes: Readonly<Record<State["derivative"], number>> = { right: 1, half: 0.5, thousandth: 1.001 };
const epsilons: Readonly<Record<State["precision"], number>> = { float64: 2 ** -52, float32: 2 ** -23 };
const devices = { float64: undefined, float32: reference({ dtype: "float32" }) };

const at = (s: State, x: number) => made([x], [], devices[s.precision]);

/** As the chosen precision rounds it. */
export const valueAt = (s: State, x: number): number => values(functions[s.of](at(s, x)))[0];

export function derivativeAt(s: State, x: number): number {
  const point = at(s, x);
  const [derivative] = grad(functions[s.of](point), [point]);
  return values(mul(derivative, mistakes[s.derivative]))[0];
}

/** The side of the kink is a decision where the function has one. */
export function probed(s: State): Probe {
  const hasKink = s.of === "relu" || s.of === "abs";
  const side = (x: number) => (hasKink ? { decisions: { [words.side]: x > 0 ? words.above : words.below } } : {});
  return probe(
    (step) => ({ value: valueAt(s, s.x + step), ...side(s.x + step) }),
    derivativeAt(s, s.x),
    stepOf(s),
    epsilons[s.precision],
  );
}
