import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { abs, clamp, leakyRelu, relu, sigmoid, sum, tanh } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import type { State } from "./state.ts";

/** The function that a state speaks of. @throws OptionError where the library refuses its options. */
export function functionOf(s: State): (x: Tensor) => Tensor {
  switch (s.f) {
    case "leakyRelu":
      return (x) => leakyRelu(x, { negativeSlope: s.slope / 100 });
    case "clamp":
      return (x) => clamp(x, { min: s.min, max: s.max });
    default:
      return { relu, tanh, sigmoid, abs }[s.f];
  }
}

/** Where its slope jumps. */
export function kinksOf(s: State): number[] {
  if (s.f === "tanh" || s.f === "sigmoid") return [];
  return s.f === "clamp" ? [...new Set([s.min, s.max])] : [0];
}

/** A function and its first two derivatives at some points, by the library. */
export interface Curves {
  readonly y: ArrayLike<number>;
  readonly slope: ArrayLike<number>;
  readonly curvature: ArrayLike<number>;
}

export function curvesAt(f: (x: Tensor) => Tensor, points: readonly number[]): Curves {
  const x = made(points, [points.length]);
  const y = f(x);
  const [slope] = grad(sum(y), [x], { createGraph: true });
  // A slope that does not depend on x has no curvature to differentiate.
  const curvature = slope.requiresGrad ? grad(sum(slope), [x], { allowUnused: true })[0] : null;
  return {
    y: values(y),
    slope: values(slope),
    curvature: curvature === null ? points.map(() => 0) : values(curvature),
  };
}

/** Differences to either side, and around. */
export function differences(f: (x: Tensor) => Tensor, x: number, h: number) {
  const { y } = curvesAt(f, [x - h, x, x + h]);
  return { left: (y[1] - y[0]) / h, right: (y[2] - y[1]) / h, central: (y[2] - y[0]) / (2 * h) };
}
