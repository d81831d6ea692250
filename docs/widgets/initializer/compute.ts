import { grad } from "../../../src/core/backward.ts";
import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { Rng } from "../../../src/core/rng.ts";
import type { Shape } from "../../../src/core/shape.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import {
  fanInUniform,
  fansOf,
  gaussian,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
} from "../../../src/nn/init.ts";
import { conv2d, greater, linear, mean, relu, sigmoid, tanh, variance } from "../../../src/ops/index.ts";
import { made, ones, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { biasOf, type State, sigmaOf } from "./state.ts";

export const depth = 10;
const batch = 32;

/** What the variances are after each layer. */
export interface Flow {
  /** Those of what goes into the activation; the first is the network's input. */
  readonly forward: readonly number[];
  /** Those of its gradient, for a random one at the end. */
  readonly backward: readonly number[];
  /** Which share of what goes into the activation is above 0. */
  readonly above: readonly number[];
}

export function initializerOf(s: State): Initializer {
  switch (s.init) {
    case "glorotUniform":
      return glorotUniform({ k: s.k });
    case "gaussian":
      return gaussian({ std: sigmaOf(s) });
    default:
      return { glorotNormal, heUniform, heNormal, fanInUniform }[s.init]();
  }
}

const activations: Readonly<Record<State["activation"], (z: Tensor) => Tensor>> = {
  linear: (z) => z,
  tanh,
  relu,
  sigmoid,
};

/** Ten layers, from the input to the last one's sums, and back. */
export const flow = once((s: State): Flow => {
  const draw = initializerOf(s);
  const rng = new Rng(s.seed);
  const widths = Array.from({ length: depth + 1 }, (_, i) => (i % 2 === 0 ? s.even : s.odd));
  const normal = (shape: Shape) => made(gaussian()(shape, rng), shape);
  const sums = [normal([batch, s.even])];
  for (const [i, width] of widths.slice(1).entries()) {
    const before = i === 0 ? sums[0] : activations[s.activation](sums[i]);
    const weight = made(draw([width, widths[i]], rng), [width, widths[i]]);
    sums.push(linear(before, weight, { bias: made(new Float64Array(width).fill(biasOf(s)), [width]) }));
  }
  const last = sums[depth];
  const gradients = grad(last, sums, { gradOutputs: [normal(last.shape)] });
  const one = (x: Tensor) => values(x)[0];
  return {
    forward: sums.map((z) => one(variance(z))),
    backward: gradients.map((dz) => one(variance(dz))),
    above: sums.map((z) => one(mean(greater(z, 0)))),
  };
}, JSON.stringify);

/** What a layer's weights are drawn from, as the initializer asks its stream for it. */
export interface Limits {
  readonly kind: "uniform" | "normal";
  /** The bound b of U[−b, b), or σ. */
  readonly size: number;
  readonly fanIn: number;
  readonly fanOut: number;
}

class Asked extends Rng {
  limits: Pick<Limits, "kind" | "size"> | null = null;

  override uniform(low = 0, high = 1): number {
    this.limits ??= { kind: "uniform", size: high };
    return super.uniform(low, high);
  }

  override normal(mean = 0, std = 1): number {
    this.limits ??= { kind: "normal", size: std };
    return super.normal(mean, std);
  }
}

export function limitsOf(init: Initializer, shape: Shape): Limits {
  const rng = new Asked(0);
  init(shape, rng);
  return { ...rng.limits!, ...fansOf(shape) };
}

/** The fans of a convolution as initializers count them, and as its sums do: products in one output, and in one gradient by
 *  the input, well inside the map. */
export interface Fans {
  readonly shape: Shape;
  readonly limits: Limits;
  readonly products: { readonly output: number; readonly input: number };
}

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export function fans(s: State): Fans {
  const { c, filters, kernel, groups } = s;
  const size = 2 * kernel - 1;
  const shape = [filters, Math.max(1, Math.floor(c / groups)), kernel, kernel];
  const { shape: outShape } = conv2dGeometry("conv2d", [1, c, size, size], shape, { groups });
  const x = ones([1, c, size, size]);
  const y = conv2d(x, ones(shape), { groups });
  const [dx] = grad(y, [x], { gradOutputs: [ones(outShape)] });
  const middle = Math.floor(size / 2) * (size + 1);
  return {
    shape,
    limits: limitsOf(initializerOf(s), shape),
    products: { output: values(y)[0], input: values(dx)[middle] },
  };
}
