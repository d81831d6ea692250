import { dropout } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { elementwise } from "../../museum/catalog/elementwise.ts";
import { verdict } from "../core/broken.ts";
import { type Computed, compute, optionsOf } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

export const bugs: readonly Bug[] = elementwise.filter(({ ops }) => ops.includes("dropout"));

export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What is computed with the bug in it. */
export function broken(s: State): Computed {
  const device = bugDevice(bugOf(s));
  return compute(s, device);
}

export function judged(s: State): Promise<string> {
  return verdict(bugOf(s), (x) => dropout(x, optionsOf(s)), [{ values: numbersOf(s, "x"), shape: [s.units] }]);
}
