import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { pooling } from "../../museum/catalog/pooling.ts";
import { verdict } from "../core/broken.ts";
import { filled } from "../core/fill.ts";
import { type Computed, compute } from "../pooling/compute.ts";
import { xShapeOf } from "../pooling/state.ts";
import { operatorOf, type State } from "./state.ts";

/** The seeded bugs of average pooling. */
export const bugs: readonly Bug[] = pooling.filter(({ ops }) => ops.includes("avgPool2d"));

const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What an average pooling computes with the bug in it. */
export const broken = (s: State): Computed => compute(s, operatorOf(s), bugDevice(bugOf(s)));

export function judged(s: State): Promise<string> {
  const shape = xShapeOf(s);
  return verdict(bugOf(s), operatorOf(s).run, [{ values: filled(s.x, shape), shape }]);
}
