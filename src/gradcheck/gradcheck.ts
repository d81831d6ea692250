import { noGrad } from "../core/autograd.ts";
import { GradientError, OptionError } from "../core/errors.ts";
import { callback, choice, kind, listOf, number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { handleOf, type Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { ReferenceDevice } from "../devices/reference.ts";
import { coordinates } from "./coordinates.ts";
import { Differences, safety } from "./differences.ts";
import {
  type Differentiable,
  evaluate,
  type Functional,
  functionOf,
  gradientOf,
  type Point,
  randomWeights,
} from "./functional.ts";
import { adjoint } from "./oracles/adjoint.ts";
import { directional } from "./oracles/directional.ts";
import { invariants } from "./oracles/invariants.ts";
import { jacobians, type Kink } from "./oracles/jacobian.ts";
import { describeReport, type GradcheckReport, judge, summarize } from "./report.ts";

/** How thoroughly gradients are checked. */
export interface GradcheckOptions {
  /** 1: gradients. 2: gradients of gradients. Default: 1. */
  readonly order?: 1 | 2;
  /** "full": the whole Jacobian, element by element. "directional": its product with one random vector on each side, at a
   *  cost that does not grow with the sizes, but blind to mistakes far smaller than the rest (PyTorch's fast mode).
   *  Default: "full". */
  readonly mode?: "full" | "directional";
  /** The seed of the random directions and weights. Default: 0. */
  readonly seed?: number;
}

export const orderKind = kind("1 or 2", (value): value is 1 | 2 => value === 1 || value === 2);
export const modeKind = choice("full", "directional");
const gradcheckOptions: Kinds<GradcheckOptions> = { order: orderKind, mode: modeKind, seed: number };

const largestJacobian = 4_000_000;

/** Compares a function's gradients with what they should be, by every oracle there is, and diagnoses the difference.
 *  @param fn from tensors to one tensor, written in operators.
 *  @param inputs points of float64 on the reference device, of any shapes. A kink of fn nearer than about 10⁻⁹ of
 *  an input's scale leaves the elements concerned without judgment.
 *  @returns the report, also where the gradients are wrong.
 *  @throws DeviceError if a device failed; GradientError if the inputs are not float64, or a value is not finite;
 *  OptionError for an option out of range, or if a full Jacobian would have more than four million elements.
 *
 *  @example
 *  ```ts
 *  import { reference, tensor } from "alexgrad";
 *  import { compareGradients } from "alexgrad/gradcheck";
 *
 *  const x = tensor([0.5, -1], { device: reference({ dtype: "float64" }), requiresGrad: true });
 *  const report = await compareGradients((x) => x.mul(x).add(1).log(), [x], { order: 2 });
 *  console.log(report.status, report.margin < 1); // passed true
 *  ``` */
export async function compareGradients(
  fn: Differentiable,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  checkArgument("gradcheck", "fn", fn, callback());
  checkArgument("gradcheck", "inputs", inputs, listOf(tensor));
  checkOptions("gradcheck", options, gradcheckOptions);
  const { order = 1, mode = "full", seed = 0 } = options;
  checkInteger("gradcheck", "seed", seed, 0);
  const checked: Differentiable = (...args) => {
    const y = fn(...args);
    checkArgument("gradcheck", "the result of fn", y, tensor);
    return y;
  };
  const device = commonDevice(inputs);
  const rng = new Rng(seed);
  const points = inputs.map(
    (input): Point => ({ shape: input.shape, values: Float64Array.from(device.peek(handleOf(input))) }),
  );
  const weights =
    order === 1
      ? undefined
      : scope(() =>
          weightsOf(
            noGrad(() => checked(...inputs)),
            rng,
          ),
        );
  const f = weights === undefined ? functionOf(checked, points) : gradientOf(checked, points, weights);
  const outputSize = checkFinite(f, device);
  const columns = f.points.reduce((total, { values }) => total + values.length, 0);
  if (mode === "full" && outputSize * columns > largestJacobian) {
    throw new OptionError(
      `gradcheck: expected a Jacobian of up to ${largestJacobian} elements; got ${outputSize} × ${columns}: use mode "directional"`,
    );
  }

  const differences = new Differences(f, device, rng.fork("extremes"));
  const v = differences.randomDirection(rng.fork("v"));
  const u = randomWeights(outputSize, rng.fork("u"));
  const verdicts = await invariants(f, device, rng.fork("invariants"), 8 * safety * differences.rounding);
  const along = directional(f, device, differences, v, u);
  verdicts.push(...(along?.verdicts ?? []), adjoint(f, device, v, u, differences.rounding));
  const elementwise = (rows?: Float64Array[]) => jacobians(f, device, differences, along?.level ?? 0, rows);
  let kinks: readonly Kink[] = [];
  if (mode === "full") {
    const found = elementwise();
    kinks = found.kinks;
    verdicts.push(judge(found.comparisons));
  } else if (verdicts.some(({ reason }) => reason !== null) && columns <= 4096) {
    verdicts.push(judge(elementwise([u]).comparisons));
  }
  const report = summarize(verdicts);
  const kinked = kinks.map(({ input, element }) => ({ input, index: coordinates(element, f.points[input].shape) }));
  const status = report.failure !== null ? "failed" : along === null || kinks.length > 0 ? "kink crossed" : "passed";
  return {
    ...report,
    status,
    passed: status === "passed",
    kinks: kinked,
    sweep: along?.sweep ?? [],
    order: along?.order ?? null,
  };
}

/** Checks a function's gradients, as `compareGradients` does.
 *  @param fn from tensors to one tensor, written in operators.
 *  @param inputs points of float64 on the reference device, of any shapes.
 *  @returns the report, of right gradients.
 *  @throws GradientError that tells what is off, where, and what the mistake may be; or that a kink is too near to
 *  tell; DeviceError if a device failed. OptionError where `compareGradients` throws it.
 *
 *  @example
 *  ```ts
 *  import { customGradient, reference, tensor } from "alexgrad";
 *  import { gradcheck } from "alexgrad/gradcheck";
 *
 *  const square = customGradient(
 *    (x) => x.mul(x),
 *    (dy, [x]) => [dy.mul(x!)], // twice that would be right
 *  );
 *  const x = tensor([0.5, -1], { device: reference({ dtype: "float64" }), requiresGrad: true });
 *  const error = await gradcheck(square, [x]).catch((error) => error);
 *  console.log(error.message.includes("ratio 0.5")); // true
 *  ``` */
export async function gradcheck(
  fn: Differentiable,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  const report = await compareGradients(fn, inputs, options);
  if (!report.passed) throw new GradientError(`gradcheck: ${describeReport(report)}`);
  return report;
}

function commonDevice(inputs: readonly Tensor[]): ReferenceDevice {
  const other = inputs.find((input) => input.dtype !== "float64");
  const device = inputs[0]?.device;
  if (other !== undefined || !(device instanceof ReferenceDevice)) {
    throw new GradientError(
      `gradcheck: expected inputs on reference({ dtype: "float64" }); got ${other?.dtype ?? "none"}`,
    );
  }
  return device;
}

function weightsOf(output: Tensor, rng: Rng): Point {
  return { shape: output.shape, values: randomWeights(output.size, rng.fork("weights")) };
}

/** The number of outputs. */
function checkFinite(f: Functional, device: ReferenceDevice): number {
  const { outputs } = evaluate(f, device);
  const bad = outputs.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new GradientError(`gradcheck: expected finite values at the inputs; got ${bad}`);
  return outputs.length;
}
