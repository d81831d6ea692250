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

export interface BatchNormOptions {
  /** γ, [c]. Default: 1. */
  readonly weight?: Tensor | null;
  /** β, [c]. Default: 0. */
  readonly bias?: Tensor | null;
  /** [c]; used in evaluation, updated in training. */
  readonly runningMean?: Tensor | null;
  /** [c]; used in evaluation, updated in training, with the unbiased variance. */
  readonly runningVar?: Tensor | null;
  /** Normalize by the batch's own statistics. Default false; without running statistics always. */
  readonly training?: boolean;
  /** How far the running statistics move towards the batch's. Default 0.1. */
  readonly momentum?: number;
  /** Default 1e-5. */
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

/** Batch normalization (Ioffe & Szegedy 2015) of x [n, c], [n, c, l] or [n, c, h, w], per channel over the m others.
 *  Forward   $y = \gamma\,\hat x + \beta,\quad \hat x = (x - \mu)\,r,\quad r = (\sigma^2 + \varepsilon)^{-1/2}$
 *  Training  $\partial x = \gamma r \left(\partial y - \tfrac1m \sum \partial y - \hat x\,\tfrac1m \sum \partial y\,\hat x\right)$
 *  Else      $\partial x = \gamma r\,\partial y$;  always $\partial\gamma = \sum \partial y\,\hat x,\ \partial\beta = \sum \partial y$
 *  In training, NaN or ±∞ makes its channel NaN.
 *  @throws ShapeError if shapes do not fit, or a training batch has one value per channel. */
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
  const { mean: mu, variance: sigma2 } = noGrad(() => batchStatistics(x));
  const count = x.size / x.shape[1];
  if (count === 1) {
    throw new ShapeError(
      `batchNorm: expected more than one value per channel in training; got x ${formatShape(x.shape)}`,
    );
  }
  const y = normalize(x, mu, sigma2, weight, bias, { eps, training: true });
  if (options.training) {
    moveTowards(runningMean, mu, momentum, 1);
    moveTowards(runningVar, sigma2, momentum, count / (count - 1));
  }
  return y;
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
function perChannel(vector: Tensor, x: Tensor): Tensor {
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
