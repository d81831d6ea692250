import { dropout } from "../../../src/ops/index.ts";
import { elementwise } from "../../../test/mutants/catalog/elementwise.ts";
import { type Mutant, mutantDevice } from "../../../test/mutants/mutant.ts";
import { verdict } from "../core/broken.ts";
import { type Computed, compute, optionsOf } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

export const bugs: readonly Mutant[] = elementwise.filter(({ ops }) => ops.includes("dropout"));

export const bugOf = (s: State): Mutant => bugs[Math.min(s.bug, bugs.length - 1)];

/** What is computed with the bug in it. */
export function broken(s: State): Computed {
  const { device, forward } = mutantDevice(bugOf(s));
  return compute(s, device, forward);
}

export function judged(s: State): Promise<string> {
  return verdict(bugOf(s), (x) => dropout(x, optionsOf(s)), [{ values: numbersOf(s, "x"), shape: [s.units] }]);
}
