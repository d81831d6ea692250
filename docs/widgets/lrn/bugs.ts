import { localResponseNorm } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { normalization } from "../../museum/catalog/normalization.ts";
import { verdict } from "../core/broken.ts";
import { type Computed, compute, numbersOf } from "./compute.ts";
import { fullShapeOf, optionsOf, type State } from "./state.ts";

export const bugs: readonly Bug[] = normalization.filter(({ ops }) => ops.includes("localResponseNorm"));

export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What is computed with the bug in it. */
export function broken(s: State): Computed {
  const device = bugDevice(bugOf(s));
  return compute(s, device);
}

export function judged(s: State): Promise<string> {
  return verdict(bugOf(s), (x) => localResponseNorm(x, optionsOf(s)), [
    { values: numbersOf(s, "x"), shape: fullShapeOf(s) },
  ]);
}
