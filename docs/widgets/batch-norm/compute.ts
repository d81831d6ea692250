import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { add, type BatchNormOptions, batchNorm, mean, mul, pow, sub, variance } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { alongV, derivatives } from "../core/second.ts";
import { running } from "./running.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

/** Everything that the drawings show, by the library. */
export interface Computed {
  readonly x: Floats;
  /** The batch's, or the running ones. */
  readonly mean: Floats;
  readonly variance: Floats;
  readonly xhat: Floats;
  readonly y: Floats;
  readonly dy: Floats;
  readonly dx: Floats;
  readonly dgamma: Floats;
  readonly dbeta: Floats;
}

/** Without γ and β. In evaluation, with the statistics that the batches so far have left. */
export function optionsOf(s: State, device?: ReferenceDevice): BatchNormOptions {
  const eps = Number(s.eps);
  if (s.training) return { eps, training: true };
  const { mean, variance } = running(s);
  return { eps, runningMean: made(mean.at(-1)!, [s.c], device), runningVar: made(variance.at(-1)!, [s.c], device) };
}

/** @param device one with a bug, to see what it does. */
export function compute(s: State, device?: ReferenceDevice): Computed {
  const at = (name: "x" | "dy") => made(numbersOf(s, name), shapeOf(s), device);
  const [x, dy] = [at("x"), at("dy")];
  const [gamma, beta] = [made(numbersOf(s, "gamma"), [s.c], device), made(numbersOf(s, "beta"), [s.c], device)];
  const options = optionsOf(s, device);
  const y = batchNorm(x, { ...options, weight: gamma, bias: beta });
  const [dx, dgamma, dbeta] = grad(y, [x, gamma, beta], { gradOutputs: [dy] });
  const { mean, variance } = statisticsOf(s, x);
  return {
    x: values(x),
    mean: values(mean),
    variance: values(variance),
    xhat: values(batchNorm(x, options)),
    y: values(y),
    dy: values(dy),
    dx: values(dx),
    dgamma: values(dgamma),
    dbeta: values(dbeta),
  };
}

/** Without any bug. */
export const computed = once((s: State) => compute(s));

function statisticsOf(s: State, x: Tensor) {
  const { runningMean, runningVar } = optionsOf(s);
  return runningMean && runningVar
    ? { mean: runningMean, variance: runningVar }
    : { mean: mean(x, { axis: 0 }), variance: variance(x, { axis: 0 }) };
}

/** The ways in which x reaches y: itself, through the mean, through the variance. Each with the other two held fast: what the
 *  library's operators say of y = γ (x − μ(x′)) / √(σ²(x″) + ε) + β by x, x′ and x″. In evaluation the first is alone. */
export const parts = once((s: State): readonly Floats[] => {
  const at = () => made(numbersOf(s, "x"), shapeOf(s));
  const [x, inMean, inVariance] = [at(), at(), at()];
  const { mean } = statisticsOf(s, inMean);
  const { variance } = statisticsOf(s, inVariance);
  const scale = mul(made(numbersOf(s, "gamma"), [s.c]), pow(add(variance, Number(s.eps)), -0.5));
  const y = mul(sub(x, mean), scale);
  const gradOutputs = [made(numbersOf(s, "dy"), shapeOf(s))];
  const found = grad(y, [x, inMean, inVariance], { gradOutputs, allowUnused: true });
  return found.map((part) => (part === null ? new Float64Array(x.size) : values(part)));
});

interface Second {
  readonly byDy: Floats;
  readonly byX: Floats;
  readonly byGamma: Floats;
  /** For one element of each, what every v_j is multiplied by. */
  of(name: "byDy" | "byX" | "byGamma", flat: number): Floats;
}

/** The gradients of S = Σ v·∂x. */
export const second = once((s: State): Second => {
  const at = (name: "x" | "dy" | "v") => made(numbersOf(s, name), shapeOf(s));
  const [x, dy, v, weight] = [at("x"), at("dy"), at("v"), made(numbersOf(s, "gamma"), [s.c])];
  const y = batchNorm(x, { ...optionsOf(s), weight });
  const [dx, dgamma] = grad(y, [x, weight], { gradOutputs: [dy], createGraph: true });
  const [byDy, byX, byGamma] = alongV(v, dx, [dy, x, weight]);
  const results = { byDy: y, byX: dx, byGamma: dgamma };
  return { byDy, byX, byGamma, of: (name, flat) => derivatives(results[name], flat, x) };
});
