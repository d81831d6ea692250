import type { Tensor } from "../../../src/core/tensor.ts";
import { conv2d } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { convolution } from "../../museum/catalog/convolution.ts";
import { verdict } from "../core/broken.ts";
import { filled } from "../core/fill.ts";
import { type Computed, compute } from "./compute.ts";
import { geometryOf, optionsOf, type State } from "./state.ts";

/** The seeded bugs of convolutions that its two inputs can show. */
export const bugs: readonly Bug[] = convolution.filter(({ name }) => !name.includes("bias"));

export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** What a convolution computes with the bug in it. */
export function broken(s: State): Computed {
  const device = bugDevice(bugOf(s));
  return compute(s, device);
}

export function judged(s: State): Promise<string> {
  const g = geometryOf(s);
  const inputs = [
    { values: filled(s.x, g.xShape), shape: g.xShape },
    { values: filled(s.weight, g.wShape), shape: g.wShape },
  ];
  return verdict(bugOf(s), (...[x, w]: Tensor[]) => conv2d(x, w, optionsOf(s)), inputs);
}
