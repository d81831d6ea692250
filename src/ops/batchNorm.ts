import { noGrad } from "../core/autograd.ts";
import { OptionError, ShapeError } from "../core/errors.ts";
import type { BatchNormGeometry } from "../core/geometry/batchNorm.ts";
import { boolean, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import { checkRank, formatShape, sizeOf } from "../core/shape.ts";
import { handleOf, type Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { update } from "../core/update.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { mean } from "./mean.ts";
import { pow } from "./pow.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum.ts";
import { variance } from "./variance.ts";
import { checkVector } from "./vector.ts";

/** What a batch normalization reads, and what it moves. */
export interface BatchNormOptions {
  /** γ, [c]. Default: null, for 1. */
  readonly weight?: Tensor | null;
  /** β, [c]. Default: null, for 0. */
  readonly bias?: Tensor | null;
  /** [c]; used in evaluation, updated in training. Default: null, for none. */
  readonly runningMean?: Tensor | null;
  /** [c]; used in evaluation, updated in training, with the unbiased variance. Default: null, for none. */
  readonly runningVar?: Tensor | null;
  /** Whether to normalize by the batch's own statistics, as is always done without running ones. Default: false. */
  readonly training?: boolean;
  /** How far the running statistics move towards the batch's, from 0 to 1. Default: 0.1. */
  readonly momentum?: number;
  /** ε, ≥ 0. Default: 1e-5. */
  readonly eps?: number;
}

const batchNormOptions: Kinds<BatchNormOptions> = {
  weight: optionalTensor,
  bias: optionalTensor,
  runningMean: optionalTensor,
  runningVar: optionalTensor,
  training: boolean,
  momentum: number,
  eps: number,
};

/** Batch normalization, per channel over the m elements of all images and pixels.
 *
 *      y = γ x̂ + β   with x̂ = (x − μ) r and r = 1 / √(σ² + ε)
 *      training     ∂x = γ r (∂y − (Σ ∂y + x̂ Σ ∂y x̂) / m)
 *      evaluation   ∂x = γ r ∂y
 *      ∂γ = Σ ∂y x̂   ∂β = Σ ∂y
 *
 *  In training, NaN or ±∞ makes its channel NaN.
 *  Source: Ioffe & Szegedy 2015; options as in PyTorch's torch.nn.functional.batch_norm.
 *  @param x [n, c], [n, c, l] or [n, c, h, w].
 *  @returns x's shape.
 *  @throws ShapeError if shapes do not fit, or a training batch has one value per channel; OptionError for an unknown or
 *  invalid option, or one running statistic without the other.
 *
 *  @example
 *  ```ts
 *  import { batchNorm, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 10], [3, 30]]);
 *  console.log(await batchNorm(x, { training: true, eps: 0 }).toArray()); // [ [ -1, -1 ], [ 1, 1 ] ]
 *  ``` */
export function batchNorm(x: Tensor, options: BatchNormOptions = {}): Tensor {
  checkArgument("batchNorm", "x", x, tensor);
  checkOptions("batchNorm", options, batchNormOptions);
  const { weight = null, bias = null, runningMean = null, runningVar = null } = options;
  const { momentum = 0.1, eps = 1e-5 } = options;
  checkRank("batchNorm", "x [n, c, …]", x.shape, 2, 3, 4);
  checkNumber("batchNorm", "eps", eps, 0);
  checkNumber("batchNorm", "momentum", momentum, 0, 1);
  if ((runningMean === null) !== (runningVar === null)) {
    throw new OptionError("batchNorm: expected both running statistics or neither; got one");
  }
  if (!options.training && runningMean !== null && runningVar !== null) {
    return normalize(x, runningMean, runningVar, weight, bias, { eps, training: false });
  }
  for (const running of [runningMean, runningVar]) {
    checkVector("batchNorm", "running statistics", running?.shape ?? null, x.shape[1]);
  }
  const count = x.size / x.shape[1];
  if (count === 1) {
    throw new ShapeError(
      `batchNorm: expected more than one value per channel in training; got x ${formatShape(x.shape)}`,
    );
  }
  const { mean: mu, variance: sigma2 } = noGrad(() => batchStatistics(x));
  const y = normalize(x, mu, sigma2, weight, bias, { eps, training: true });
  if (options.training) {
    moveTowards(runningMean, mu, momentum, 1);
    moveTowards(runningVar, sigma2, momentum, count / (count - 1));
  }
  return y;
}

/** x̂, each channel of x [n, c, …] by its own statistics. */
export function normalizeChannels(x: Tensor, eps: number): Tensor {
  const { mean: mu, variance: sigma2 } = noGrad(() => batchStatistics(x));
  return normalize(x, mu, sigma2, null, null, { eps, training: true });
}

function batchStatistics(x: Tensor): { mean: Tensor; variance: Tensor } {
  return { mean: mean(x, { axis: axesOf(x) }), variance: variance(x, { axis: axesOf(x) }) };
}

function moveTowards(running: Tensor | null, batch: Tensor, momentum: number, factor: number): void {
  if (running === null) return;
  const { run } = running.device;
  const blend = { alpha: 1 - momentum, beta: momentum * factor, gamma: 0 };
  update(running, (out) => run.linearCombination(out, handleOf(running), handleOf(batch), null, blend));
}

interface Geometry extends BatchNormGeometry {
  /** Whether mean and variance are functions of x. */
  readonly training: boolean;
}

const normalize: Op<["x", "mean", "variance", "weight?", "bias?"], { eps: number; training: boolean }> = defineOp({
  name: "batchNorm",
  inputs: ["x", "mean", "variance", "weight?", "bias?"],
  infer({ x, ...vectors }, options: { eps: number; training: boolean }): Geometry {
    const [n, c, ...rest] = x as [number, number, ...number[]];
    for (const [name, shape] of Object.entries(vectors)) checkVector("batchNorm", name, shape, c);
    return { n, c, inner: sizeOf(rest), ...options, shape: x };
  },
  forward: (k, { x, mean, variance, weight, bias }, g) => k.batchNorm(g.shape, x, mean, variance, weight, bias, g),
  saves: ["x", "mean", "variance", "weight"],
  backward(dy, { x, mean, variance, weight }, g) {
    const gradBias = once(() => sum(dy, { axis: axesOf(x) }));
    const gradWeight = once(() => batchNormGradWeight(dy, x, mean, variance, g));
    return {
      x: () =>
        g.training
          ? batchNormGradInput(dy, x, mean, variance, weight, gradWeight(), gradBias(), g)
          : mul(dy, perChannel(scale(weight, variance, g), x)),
      weight: gradWeight,
      bias: gradBias,
    };
  },
});

const batchNormGradWeight: Op<["dy", "x", "mean", "variance"], Geometry> = defineOp({
  name: "batchNormGradWeight",
  inputs: ["dy", "x", "mean", "variance"],
  infer: (_, g: Geometry) => ({ ...g, shape: [g.c], norm: g }),
  forward: (k, { dy, x, mean, variance }, g) => k.batchNormGradWeight(g.shape, dy, x, mean, variance, g.norm),
  composite: ({ dy, x, mean, variance }, g) => sum(mul(dy, standardize(x, mean, variance, g)), { axis: axesOf(x) }),
});

/** In training. The two sums are handed over because the parameters' gradients need them too. */
const batchNormGradInput: Op<["dy", "x", "mean", "variance", "weight?", "gradWeight", "gradBias"], Geometry> = defineOp(
  {
    name: "batchNormGradInput",
    inputs: ["dy", "x", "mean", "variance", "weight?", "gradWeight", "gradBias"],
    infer: (_, g: Geometry) => g,
    forward: (k, { dy, x, mean, variance, weight, gradWeight, gradBias }, g) =>
      k.batchNormGradInput(g.shape, dy, x, mean, variance, weight, gradWeight, gradBias, g),
    composite({ dy, x, mean: mu, variance: sigma2, weight }, g) {
      const kept = { axis: axesOf(x), keepDims: true };
      const xhat = standardize(x, mu, sigma2, g);
      const centered = sub(sub(dy, mean(dy, kept)), mul(xhat, mean(mul(dy, xhat), kept)));
      return mul(centered, perChannel(scale(weight, variance(x, { axis: axesOf(x) }), g), x));
    },
  },
);

/** x̂, with the statistics as functions of x in training. */
function standardize(x: Tensor, mu: Tensor, sigma2: Tensor, g: Geometry): Tensor {
  const statistics = g.training ? batchStatistics(x) : { mean: mu, variance: sigma2 };
  return mul(sub(x, perChannel(statistics.mean, x)), perChannel(scale(null, statistics.variance, g), x));
}

/** γ r. */
function scale(weight: Tensor | null, sigma2: Tensor, g: Geometry): Tensor {
  const r = pow(add(sigma2, g.eps), -0.5);
  return weight === null ? r : mul(weight, r);
}

/** [c] as [1, c, 1, …], to broadcast against x. */
export function perChannel(vector: Tensor, x: Tensor): Tensor {
  return reshape(
    vector,
    x.shape.map((dim, i) => (i === 1 ? dim : 1)),
  );
}

/** All axes but the channels'. */
function axesOf(x: Tensor): number[] {
  return x.shape.map((_, i) => i).filter((i) => i !== 1);
}

function once(compute: () => Tensor): () => Tensor {
  let result: Tensor | undefined;
  return () => {
    result ??= compute();
    return result;
  };
}
