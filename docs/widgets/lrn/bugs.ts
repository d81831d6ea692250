import { localResponseNorm } from "../../../src/ops/index.ts";
import { normalization } from "../../../test/mutants/catalog/normalization.ts";
import { type Mutant, mutantDevice } from "../../../test/mutants/mutant.ts";
import { verdict } from "../core/broken.ts";
import { type Computed, compute, numbersOf } from "./compute.ts";
import { fullShapeOf, optionsOf, type State } from "./state.ts";

export const bugs: readonly Mutant[] = normalization.filter(({ ops }) => ops.includes("localResponseNorm"));

export const bugOf = (s: State): Mutant => bugs[Math.min(s.bug, bugs.length - 1)];

/** What is computed with the bug in it. */
export function broken(s: State): Computed {
  const { device, forward } = mutantDevice(bugOf(s));
  return compute(s, device, forward);
}

export function judged(s: State): Promise<string> {
  return verdict(bugOf(s), (x) => localResponseNorm(x, optionsOf(s)), [
    { values: numbersOf(s, "x"), shape: fullShapeOf(s) },
  ]);
}
