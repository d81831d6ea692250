import { grad } from "../core/backward.ts";
import { GradientError } from "../core/errors.ts";
import { callback, iterable, listOf, number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { formatShape } from "../core/shape.ts";
import { handleOf, type Tensor } from "../core/tensor.ts";
import { namedTensor } from "../core/tensorKinds.ts";
import { tensor } from "../create.ts";
import type { Device } from "../devices/device.ts";
import { ReferenceDevice } from "../devices/reference.ts";
import { coordinates } from "./coordinates.ts";
import { Differences, safety } from "./differences.ts";
import { type Functional, type Point, repeatable } from "./functional.ts";
import { rounded } from "./report.ts";

/** How many elements of each parameter are checked. */
export interface ParametersOptions {
  /** Elements checked per parameter, at most; the one with the largest gradient is always among them. Default: 4. */
  readonly samples?: number;
  /** Decides which elements. Default: 0. */
  readonly seed?: number;
}

/** One element of a parameter, where the two gradients are. */
export interface ParameterSample {
  readonly parameter: string;
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  readonly tolerance: number;
}

/** What the elements of a network's parameters showed. */
export interface ParametersReport {
  readonly status: "passed" | "failed" | "kink crossed";
  /** The largest error over the error accepted. */
  readonly margin: number;
  readonly samples: readonly ParameterSample[];
  /** Those whose error is larger than accepted. */
  readonly failures: readonly ParameterSample[];
  /** Elements without judgment, as a kink is too near. */
  readonly kinks: readonly Pick<ParameterSample, "parameter" | "index">[];
}

/** The steps of a whole network start at 2^−12 of a parameter's scale: its kinks are many, and lie close. */
const level = 12;

/** Compares a loss's gradients with finite differences at a few elements of every parameter: a whole network, biases
 *  included, after some steps of training, where it is no longer symmetric.
 *  @param loss makes the loss, a scalar, anew from the parameters; it must be the same for equal parameters, so
 *  dropout has to draw from a stream that starts again (`seedDropout`, or the default stream).
 *  @param parameters by name, such as `module.namedParameters()`, of float64 on the reference device. Their values
 *  are back in place at the end.
 *  @returns the report, also where a gradient is wrong.
 *  @throws DeviceError if a device failed; GradientError if the parameters are not float64, or the loss is not
 *  finite; OptionError for an option out of range.
 *
 *  @example
 *  ```ts
 *  import { Linear, ones, reference } from "alexgrad";
 *  import { compareParameters } from "alexgrad/gradcheck";
 *
 *  const device = reference({ dtype: "float64" });
 *  const model = new Linear(3, 2, { device });
 *  const loss = () => model.forward(ones([4, 3], { device })).sum();
 *  console.log(compareParameters(loss, model.namedParameters()).status); // passed
 *  ``` */
export function compareParameters(
  loss: () => Tensor,
  parameters: Iterable<readonly [string, Tensor]>,
  options: ParametersOptions = {},
): ParametersReport {
  checkArgument("compareParameters", "loss", loss, callback<() => Tensor>());
  checkArgument("compareParameters", "parameters", parameters, iterable);
  checkOptions("compareParameters", options, { samples: number, seed: number });
  const { samples = 4, seed = 0 } = options;
  checkInteger("compareParameters", "samples", samples, 1);
  const named = [...parameters];
  checkArgument("compareParameters", "parameters", named, listOf(namedTensor));
  const device = named[0]?.[1].device;
  if (!(device instanceof ReferenceDevice) || device.dtype !== "float64") {
    throw new GradientError("compareParameters: expected float64 parameters on the reference device");
  }
  const rng = new Rng(seed);
  const f = lossOf(
    loss,
    named.map(([, parameter]) => parameter),
    device,
  );
  const gradients = scope(() => {
    const leaves = f.leaves(device);
    return grad(f.apply(leaves), leaves, { allowUnused: true }).map((gradient, i) => {
      return Float64Array.from(gradient === null ? new Float64Array(leaves[i].size) : device.peek(handleOf(gradient)));
    });
  });
  const differences = new Differences(f, device, rng.fork("extremes"));
  const found: ParameterSample[] = [];
  const kinks: Pick<ParameterSample, "parameter" | "index">[] = [];
  for (const [i, [parameter, { shape, size }]] of named.entries()) {
    const gradient = gradients[i];
    const steepest = gradient.reduce((best, value, j) => (Math.abs(value) > Math.abs(gradient[best]) ? j : best), 0);
    const drawn = [...rng.fork(i).permutation(size)].filter((element) => element !== steepest);
    for (const element of [steepest, ...drawn].slice(0, samples)) {
      const index = coordinates(element, shape);
      const partial = differences.partial(i, element, level);
      if (partial === null) kinks.push({ parameter, index });
      else {
        const tolerance = safety * (partial.truncation[0] + partial.rounding);
        found.push({ parameter, index, analytic: gradient[element], numeric: partial.values[0], tolerance });
      }
    }
  }
  scope(() => f.leaves(device));
  const failures = found.filter((sample) => !(marginOf(sample) <= 1));
  const status = failures.length > 0 ? "failed" : kinks.length > 0 ? "kink crossed" : "passed";
  return { status, margin: Math.max(0, ...found.map(marginOf)), samples: found, failures, kinks };
}

/** Checks a network's gradients, as `compareParameters` does.
 *  @param loss makes the loss, a scalar, anew from the parameters.
 *  @param parameters by name, such as `module.namedParameters()`, of float64 on the reference device.
 *  @returns the report, of right gradients.
 *  @throws GradientError that names the element that is off most, or that a kink is too near to tell; DeviceError
 *  if a device failed; OptionError for an option out of range.
 *
 *  @example
 *  ```ts
 *  import { Linear, ones, reference } from "alexgrad";
 *  import { gradcheckParameters } from "alexgrad/gradcheck";
 *
 *  const device = reference({ dtype: "float64" });
 *  const model = new Linear(3, 2, { device });
 *  const loss = () => model.forward(ones([4, 3], { device })).sum();
 *  console.log(gradcheckParameters(loss, model.namedParameters(), { samples: 2 }).samples.length); // 4
 *  ``` */
export function gradcheckParameters(
  loss: () => Tensor,
  parameters: Iterable<readonly [string, Tensor]>,
  options: ParametersOptions = {},
): ParametersReport {
  const report = compareParameters(loss, parameters, options);
  const [worst] = report.failures.toSorted((a, b) => marginOf(b) - marginOf(a));
  if (worst !== undefined) {
    const { parameter, index, analytic, numeric, tolerance } = worst;
    throw new GradientError(
      `gradcheck: ${parameter} at ${formatShape(index)}: analytic ${rounded(analytic)}, numeric ${rounded(numeric)} (ratio ${(analytic / numeric).toPrecision(4)}), error ${Math.abs(analytic - numeric).toExponential(1)} > ${tolerance.toExponential(1)}; ${report.failures.length} of ${report.samples.length} elements are off`,
    );
  }
  const [kink] = report.kinks;
  if (kink === undefined) return report;
  throw new GradientError(`gradcheck: kink crossed: no judgment at ${kink.parameter} ${formatShape(kink.index)}`);
}

/** The loss as a function of its parameters, whose values are put under the module's own tensors. */
function lossOf(loss: () => Tensor, parameters: readonly Tensor[], device: ReferenceDevice): Functional {
  const restart = repeatable();
  const points = parameters.map((parameter): Point => {
    return { shape: parameter.shape, values: Float64Array.from(device.peek(handleOf(parameter))) };
  });
  const moved = new Set<number>();
  return {
    points,
    isGradient: false,
    leaves(_: Device, values = points.map((point) => point.values)) {
      for (const [i, parameter] of parameters.entries()) {
        const isMoved = values[i] !== points[i].values;
        if (isMoved || moved.has(i)) put(parameter, values[i]);
        if (isMoved) moved.add(i);
        else moved.delete(i);
      }
      return [...parameters];
    },
    apply: () => restart(() => [loss()]),
  };
}

function put(parameter: Tensor, values: Float64Array): void {
  const { device, shape } = parameter;
  const fresh = tensor(values, shape, { device });
  parameter.copyFrom(fresh);
  fresh.dispose();
}

function marginOf({ analytic, numeric, tolerance }: ParameterSample): number {
  const error = Math.abs(analytic - numeric);
  return error === 0 ? 0 : error / tolerance;
}
