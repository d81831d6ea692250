import { maxPool2d } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { pooling } from "../../museum/catalog/pooling.ts";
import { verdict } from "../core/broken.ts";
import { filled } from "../core/fill.ts";
import { type Computed, compute } from "../pooling/compute.ts";
import { optionsOf, xShapeOf } from "../pooling/state.ts";
import { operatorOf, type State } from "./state.ts";

/** The seeded bugs of max pooling; the first is = in place of +=. */
export const bugs: readonly Bug[] = pooling.filter(({ ops }) => ops.includes("maxPool2d"));

export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What a max pooling computes with a bug in it. */
export const broken = (s: State, bug: Bug): Computed => compute(s, operatorOf(s), bugDevice(bug));

export function judged(s: State): Promise<string> {
  const shape = xShapeOf(s);
  return verdict(bugOf(s), (x) => maxPool2d(x, optionsOf(s)), [{ values: filled(s.x, shape), shape }]);
}
