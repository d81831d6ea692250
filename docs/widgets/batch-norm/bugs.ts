import { batchNorm } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { normalization } from "../../museum/catalog/normalization.ts";
import { verdict } from "../core/broken.ts";
import { type Computed, compute, optionsOf } from "./compute.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

export const bugs: readonly Bug[] = normalization.filter(({ ops }) => ops.includes("batchNorm"));

export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What is computed with the bug in it. */
export function broken(s: State): Computed {
  const device = bugDevice(bugOf(s));
  return compute(s, device);
}

export function judged(s: State): Promise<string> {
  const inputs = [
    { values: numbersOf(s, "x"), shape: shapeOf(s) },
    { values: numbersOf(s, "gamma"), shape: [s.c] },
    { values: numbersOf(s, "beta"), shape: [s.c] },
  ];
  // The statistics of evaluation must be where the other tensors are: on the device with the bug.
  const run = (x: Parameters<typeof batchNorm>[0], weight: typeof x, bias: typeof x) =>
    batchNorm(x, { ...optionsOf(s, x.device as Parameters<typeof optionsOf>[1]), weight, bias });
  return verdict(bugOf(s), run, inputs);
}
