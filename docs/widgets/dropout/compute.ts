import { grad } from "../../../src/core/backward.ts";
import { Rng } from "../../../src/core/rng.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { type DropoutOptions, dropout, mean, variance } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { alongV, derivatives } from "../core/second.ts";
import { numbersOf, probabilityOf, type State } from "./state.ts";

/** Everything that the drawings show, by the library. */
export interface Computed {
  readonly x: Floats;
  readonly mask: Floats;
  readonly y: Floats;
  readonly dy: Floats;
  readonly dx: Floats;
}

/** A stream of its own at each call: the same mask each time. */
export const optionsOf = (s: State): Required<DropoutOptions> => ({
  p: probabilityOf(s),
  training: s.training,
  inverted: s.convention === "inverted",
  rng: new Rng(s.seed),
});

/** @param device one with a bug, to see what it does. */
export function compute(s: State, device?: ReferenceDevice): Computed {
  const x = made(numbersOf(s, "x"), [s.units], device);
  const dy = made(numbersOf(s, "dy"), [s.units], device);
  const y = dropout(x, optionsOf(s));
  const [dx] = grad(y, [x], { gradOutputs: [dy] });
  // What ones become is the mask.
  const mask = dropout(made(new Float64Array(s.units).fill(1), [s.units]), optionsOf(s));
  return { x: values(x), mask: values(mask), y: values(y), dy: values(dy), dx: values(dx) };
}

/** Without any bug. */
export const computed = once((s: State) => compute(s));

/** Each unit's mean over many masks, and what evaluation makes of it. */
export interface Expectation {
  readonly mean: Floats;
  readonly evaluated: Floats;
}

/** By how much one mask makes a unit differ from its mean, as a thousand masks say. */
export const spread = once((s: State): readonly number[] => {
  const deviations = values(variance(manyMasks(s, 1000), { axis: 0 }));
  return Array.from(deviations, Math.sqrt);
});

/** The masks are those of one large tensor, the first of them the one that the other modes show. */
export function expectation(s: State, count: number): Expectation {
  const evaluated = dropout(made(numbersOf(s, "x"), [s.units]), { ...optionsOf(s), training: false });
  return { mean: values(mean(manyMasks(s, count), { axis: 0 })), evaluated: values(evaluated) };
}

function manyMasks(s: State, count: number): Tensor {
  const x = Array.from(numbersOf(s, "x"));
  const many = made(Array.from({ length: count }, () => x).flat(), [count, s.units]);
  return dropout(many, { ...optionsOf(s), training: true });
}

interface Second {
  readonly byDy: Floats;
  readonly byX: Floats;
  /** For one element of ∂S/∂(∂y), what every v_j is multiplied by. */
  ofDy(flat: number): Floats;
}

/** The gradients of S = Σ v·∂x. */
export const second = once((s: State): Second => {
  const at = (name: "x" | "dy" | "v") => made(numbersOf(s, name), [s.units]);
  const [x, dy, v] = [at("x"), at("dy"), at("v")];
  const y = dropout(x, optionsOf(s));
  const [dx] = grad(y, [x], { gradOutputs: [dy], createGraph: true });
  const [byDy, byX] = alongV(v, dx, [dy, x]);
  return { byDy, byX, ofDy: (flat) => derivatives(y, flat, x) };
});
