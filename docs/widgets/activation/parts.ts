import { grad } from "../../../src/core/backward.ts";
import { sum } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { elementwise } from "../../museum/catalog/elementwise.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { values } from "../core/library.ts";
import { factorOf, type Part } from "../core/sums.ts";
import { activation as words } from "../words/en/activation.ts";
import { curvesAt, functionOf } from "./functions.ts";
import { functions, type Numbers, pointOf, type State, zShape } from "./state.ts";

type ActivationPart = Part<Numbers>;

/** The seeded bugs of these functions. */
export const bugs: readonly Bug[] = elementwise.filter(({ ops }) => functions.options.some((f) => ops.includes(f)));
export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** In the broken mode, the bug says which function it is. */
export function shownOf(s: State): State {
  return s.mode === "broken" ? { ...s, f: functions.options.find((f) => bugOf(s).ops.includes(f))! } : s;
}

export const inputOf = (s: State): ActivationPart => givenPart(s, "z", "z", zShape);

/** The tensors of a mode. */
export function partsOf(given: State): readonly ActivationPart[] {
  const s = shownOf(given);
  return s.mode === "units" || s.mode === "broken" ? unitsOf(s) : pointParts(s);
}

/** One number, and what becomes of it. */
function pointParts(s: State): readonly ActivationPart[] {
  const { y, slope, curvature } = curvesAt(functionOf(s), [pointOf(s)]);
  const one = (name: string, values: ArrayLike<number>): ActivationPart => ({ name, shape: [1], values });
  return [givenPart(s, "x", "x", [1]), one("y", y), one("y′", slope), one("y″", curvature)];
}

/** A few units and examples; ∂b is what a bias before them would hear. */
function unitsOf(s: State): readonly ActivationPart[] {
  const z = inputOf(s);
  const dy = givenPart(s, "∂y", "dy", zShape);
  const at = tensorOf(z);
  const y = functionOf(s)(at);
  const part = (name: string, values: ArrayLike<number>): ActivationPart => ({ name, shape: zShape, values });
  const [dz] = grad(y, [at], { gradOutputs: [tensorOf(dy)] });
  const slope = part("f′(z)", curvesAt(functionOf(s), Array.from(z.values)).slope);
  const gradient: ActivationPart = {
    ...part("∂z", values(dz)),
    terms: (index) => [{ factors: [factorOf(slope, index), factorOf(dy, index)] }],
  };
  if (s.mode === "broken") return [z, dy, slope, { ...gradient, values: wrongOf(s), right: values(dz) }];
  const [rows, columns] = zShape;
  const bias: ActivationPart = {
    name: "∂b",
    shape: [columns],
    values: values(sum(dz, { axis: 0 })),
    about: words.bias,
    terms: ([j]) => Array.from({ length: rows }, (_, i) => ({ factors: [factorOf(gradient, [i, j])] })),
  };
  return [{ ...z, about: words.units }, part("y", values(y)), dy, slope, gradient, bias];
}

function wrongOf(s: State): ArrayLike<number> {
  const device = bugDevice(bugOf(s));
  const at = tensorOf(inputOf(s), device);
  const y = functionOf(s)(at);
  return values(grad(y, [at], { gradOutputs: [tensorOf(givenPart(s, "∂y", "dy", zShape), device)] })[0]);
}

/** Units whose every example has slope 0: nothing reaches what comes before them. */
export function deadUnits(s: State): number[] {
  const { slope } = curvesAt(functionOf(s), Array.from(inputOf(s).values));
  const [rows, columns] = zShape;
  const isDead = (j: number) =>
    Array.from({ length: rows }, (_, i) => slope[i * columns + j]).every((each) => each === 0);
  return Array.from({ length: columns }, (_, j) => j).filter(isDead);
}
