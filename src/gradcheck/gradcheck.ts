import { noGrad } from "../core/autograd.ts";
import { grad } from "../core/backward.ts";
import { GradientError } from "../core/errors.ts";
import { checkNumber } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { formatShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Device, Floats } from "../devices/device.ts";
import { add } from "../ops/add.ts";
import { mul } from "../ops/mul.ts";
import { sum } from "../ops/sum.ts";

export type Differentiable = (...inputs: Tensor[]) => Tensor;

export interface GradcheckOptions {
  /** 1: gradients. 2: gradients of gradients. Default 1. */
  readonly order?: 1 | 2;
  /** Step of the finite differences, times max(1, |x|). Default 2e-4. */
  readonly step?: number;
  /** Largest error accepted. Default 1e-6 for order 1, 1e-5 for order 2. */
  readonly tolerance?: number;
  /** Of the random direction in which outputs are weighted. Default 0. */
  readonly seed?: number;
}

/** The element where the two gradients differ most. */
export interface Worst {
  /** Which input; under order 2 the one behind the last is the weight of the output. */
  readonly input: number;
  /** Coordinates within the input. */
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** |analytic − numeric| over the largest gradient of that input, or over 10⁻³ where all are smaller. */
  readonly error: number;
}

export interface GradcheckReport {
  readonly passed: boolean;
  readonly worst: Worst;
  readonly tolerance: number;
}

/** Compares the gradients of Σ u · fn(inputs), for random weights u, with finite differences at every element.
 *
 *  The differences are central with five points, $(f_{-2} - 8 f_{-1} + 8 f_1 - f_2) / 12h$, exact up to $O(h^4)$.
 *  Inputs are taken as float64 points at which fn is smooth within 2h: a kink there shows up as an error.
 *  @throws GradientError if the inputs are not float64, or a value is not finite. */
export async function compareGradients(
  fn: Differentiable,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  const { order = 1, step = 2e-4, tolerance = order === 1 ? 1e-6 : 1e-5, seed = 0 } = options;
  const other = inputs.find((input) => input.dtype !== "float64");
  if (other !== undefined || inputs.length === 0) {
    throw new GradientError(`gradcheck: expected float64 inputs; got ${other?.dtype ?? "none"}`);
  }
  checkNumber("gradcheck", "step", step, 1e-12);
  checkNumber("gradcheck", "tolerance", tolerance, 0);
  const rng = new Rng(seed);
  const device = inputs[0]!.device;
  const points = await Promise.all(inputs.map(async (input) => ({ shape: input.shape, values: await input.data() })));
  if (order === 2) {
    const output = noGrad(() => scope(() => fn(...inputs)));
    points.push({ shape: output.shape, values: randomWeights(output.size, rng) });
    output.dispose();
  }
  const f = order === 1 ? weighted(fn, rng.fork("output")) : weightedGradients(fn, rng.fork("gradients"));
  const analytic = await analyticGradients(f, points, device);
  let worst: Worst = { input: 0, index: [], analytic: 0, numeric: 0, error: 0 };
  for (const [i, { shape, values }] of points.entries()) {
    const numeric = await numericGradient(f, points, i, step, device);
    const scale = Math.max(1e-3, ...numeric.map(Math.abs), ...analytic[i]!.map(Math.abs));
    values.forEach((_, j) => {
      const pair = { analytic: analytic[i]![j]!, numeric: numeric[j]! };
      const error = Math.abs(pair.analytic - pair.numeric) / scale;
      if (!Number.isFinite(error)) {
        throw new GradientError(
          `gradcheck: expected finite gradients; got ${pair.analytic} (analytic), ${pair.numeric}`,
        );
      }
      if (error > worst.error) worst = { input: i, index: coordinates(j, shape), ...pair, error };
    });
  }
  return { passed: worst.error <= tolerance, worst, tolerance };
}

/** Checks a function's gradients, as `compareGradients` does.
 *  @throws GradientError naming the element that is off most. */
export async function gradcheck(
  fn: Differentiable,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  const report = await compareGradients(fn, inputs, options);
  if (!report.passed) throw new GradientError(`gradcheck: ${describeWorst(report)}`);
  return report;
}

export function describeWorst({ worst, tolerance }: GradcheckReport): string {
  const { input, index, analytic, numeric, error } = worst;
  const ratio = (analytic / numeric).toPrecision(4);
  return `input ${input} at ${formatShape(index)}: analytic ${analytic}, numeric ${numeric} (ratio ${ratio}), relative error ${error.toExponential(1)} > ${tolerance}`;
}

interface Point {
  readonly shape: readonly number[];
  readonly values: Floats;
}

/** Σ u · fn(inputs). */
function weighted(fn: Differentiable, rng: Rng): Differentiable {
  return (...inputs) => {
    const y = fn(...inputs);
    return sum(mul(y, constantWeights(y, rng)));
  };
}

/** Σ r · ∂(Σ v · fn(inputs))/∂inputs, a function of the inputs and of v. */
function weightedGradients(fn: Differentiable, rng: Rng): Differentiable {
  return (...inputsAndV) => {
    const inputs = inputsAndV.slice(0, -1);
    const v = inputsAndV.at(-1)!;
    const gradients = grad(fn(...inputs), inputs, { gradOutputs: [v], createGraph: true, allowUnused: true });
    const terms = gradients.map((gradient, i) => {
      return gradient === null ? mul(sum(v), 0) : sum(mul(gradient, constantWeights(gradient, rng.fork(i))));
    });
    return terms.reduce(add);
  };
}

function constantWeights(like: Tensor, rng: Rng): Tensor {
  return tensor(randomWeights(like.size, new Rng(rng.state)), like.shape, { device: like.device });
}

/** Of size ½ to 1 and random sign: none so small that it could hide an error. */
function randomWeights(size: number, rng: Rng): Float64Array {
  return Float64Array.from({ length: size }, () => rng.uniform(0.5, 1) * (rng.int(2) * 2 - 1));
}

function analyticGradients(f: Differentiable, points: readonly Point[], device: Device): Promise<Floats[]> {
  const found = scope(() => {
    const inputs = points.map(({ shape, values }) => tensor(values, shape, { device, requiresGrad: true }));
    return grad(f(...inputs), inputs, { allowUnused: true });
  });
  return Promise.all(
    found.map(async (gradient, i) => {
      if (gradient === null) return new Float64Array(points[i]!.values.length);
      const values = await gradient.data();
      gradient.dispose();
      return values;
    }),
  );
}

async function numericGradient(
  f: Differentiable,
  points: readonly Point[],
  input: number,
  step: number,
  device: Device,
): Promise<Float64Array> {
  const moved = points.map(({ shape, values }) => ({ shape, values: values.slice() }));
  const at = async (element: number, value: number): Promise<number> => {
    moved[input]!.values[element] = value;
    const y = scope(() =>
      f(...moved.map(({ shape, values }) => tensor(values, shape, { device, requiresGrad: true }))).detach(),
    );
    const result = await y.item();
    y.dispose();
    return result;
  };
  const gradient = new Float64Array(moved[input]!.values.length);
  for (let j = 0; j < gradient.length; j++) {
    const x = moved[input]!.values[j]!;
    const h = step * Math.max(1, Math.abs(x));
    const near = (await at(j, x + h)) - (await at(j, x - h));
    const far = (await at(j, x + 2 * h)) - (await at(j, x - 2 * h));
    gradient[j] = (8 * near - far) / (12 * h);
    moved[input]!.values[j] = x;
  }
  return gradient;
}

export function coordinates(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const dim of shape.toReversed()) {
    index.unshift(flat % dim);
    flat = Math.floor(flat / dim);
  }
  return index;
}
