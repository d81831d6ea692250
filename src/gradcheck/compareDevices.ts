import { noGrad } from "../core/autograd.ts";
import { deviceKind } from "../core/deviceKind.ts";
import { callback, finite, kind, listOf, shape as shapeKind } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { formatShape, type Shape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Device } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import type { Comparison } from "./comparison.ts";
import {
  type Functional,
  functionOf,
  gradientOf,
  outputWeights,
  type Point,
  pullBack,
  randomWeights,
  split,
} from "./functional.ts";
import { orderKind } from "./gradcheck.ts";
import { type OpCase, valuesOf } from "./op-info/op-info.ts";
import { invariants } from "./oracles/invariants.ts";
import type { Verdict } from "./oracles/oracle.ts";
import { judge } from "./report.ts";

/** What a rounding to float32 may be off, as a part of the number. */
const unit = 2 ** -24;
/** Roundings of a chain of elementary functions, of which a GPU's are exact to a few units in the last place. */
const chain = 128;
/** How much further off a device may be than the reference in float32, whose every kernel rounds once: a GPU's power is off by
 *  up to 16 units in the last place, and sums are longer chains than the reference's in float64. */
const slack = 32;

const caseKind = kind("a case of opInfos", (value): value is OpCase => {
  if (typeof value !== "object" || value === null || !("inputs" in value && "run" in value && "seed" in value))
    return false;
  return listOf(inputKind).accepts(value.inputs) && callback().accepts(value.run) && finite.accepts(value.seed);
});
const inputKind = kind("{ shape, domain }", (value): value is OpCase["inputs"][number] => {
  if (typeof value !== "object" || value === null || !("shape" in value && "domain" in value)) return false;
  return shapeKind.accepts(value.shape) && callback().accepts(value.domain);
});

/** Compares an operator's output and gradients (under order 2 its gradients and those of these) on a float32 device with
 *  the float64 reference's, from the same inputs and weights, and checks the invariants there. Errors are measured against
 *  the largest element of all these tensors, since an element may be what is left of far larger terms. Accepted are
 *  (128 + 4·L)·2⁻²⁴ of it, where no sum of the case is longer than L, the size of its largest tensor, and 32 times the
 *  error of the reference in float32, which tells how much the case makes of a rounding.
 *  @param opCase drawn from a row of `opInfos`.
 *  @param device of float32.
 *  @param order 1: gradients. 2: gradients of gradients too.
 *  @returns what each oracle found.
 *
 *  @example
 *  ```ts
 *  import { reference } from "alexgrad";
 *  import { between, compareDevices, type OpCase } from "alexgrad/gradcheck";
 *
 *  const opCase: OpCase = {
 *    inputs: [{ shape: [2, 3], domain: between(-1, 1) }],
 *    run: (x) => x.mul(x),
 *    seed: 0,
 *    label: "square",
 *  };
 *  const verdicts = await compareDevices(opCase, reference(), 1);
 *  console.log(verdicts.every(({ reason }) => reason === null)); // true
 *  ``` */
export async function compareDevices(opCase: OpCase, device: Device, order: 1 | 2): Promise<Verdict[]> {
  checkArgument("compareDevices", "opCase", opCase, caseKind);
  checkArgument("compareDevices", "device", device, deviceKind);
  checkArgument("compareDevices", "order", order, orderKind);
  const f = functionalOf(opCase, order);
  const rng = new Rng(opCase.seed);
  const [exact, single] = [reference({ dtype: "float64" }), reference()];
  const wanted = await differentiate(f, exact, rng.fork("u"));
  const rounded = await differentiate(f, single, rng.fork("u"));
  const got = await differentiate(f, device, rng.fork("u"));
  const largest = Math.max(1e-3, ...wanted.flatMap(({ values }) => Array.from(values, Math.abs)));
  const longest = Math.max(...wanted.map(({ values }) => values.length));
  const least = (chain + 4 * longest) * unit * largest;
  const tolerance = least + slack * distance(rounded, wanted);
  const outputs = wanted.length - f.points.length;
  const comparisons = wanted.map(({ values: numeric, shape }, i): Comparison => {
    const name = i < outputs ? `output ${i}` : `gradient ${i - outputs}`;
    const values = f.points[i - outputs]?.values ?? numeric;
    return { input: i, name, shape, values, outputShape: [], analytic: got[i].values, numeric, tolerance };
  });
  const linearity = (on: Device, accepted: number) => invariants(f, on, rng.fork("invariants"), accepted);
  const own = (await linearity(single, 1)).find(({ oracle }) => oracle === "linearity")!.margin;
  return [
    judge(comparisons, "device", ({ input, index, analytic, numeric, error }) => {
      return `${comparisons[input].name} at ${formatShape(index)}: ${analytic} on ${device.name}, ${numeric} in the reference, error ${error.toExponential(1)} > ${tolerance.toExponential(1)}`;
    }),
    ...(await linearity(device, 8 * least + slack * own)),
  ];
}

/** A case as a functional of its inputs, rounded to float32 on every device. */
function functionalOf(opCase: OpCase, order: 1 | 2): Functional {
  const values = valuesOf(opCase).map((each) => Float64Array.from(each, Math.fround));
  const points = opCase.inputs.map(({ shape }, i): Point => ({ shape, values: values[i] }));
  if (order === 1) return functionOf(opCase.run, points);
  const shape = scope(() => {
    const device = reference();
    return noGrad(() => opCase.run(...points.map((point) => tensor(point.values, point.shape, { device })))).shape;
  });
  const size = shape.reduce((product, dim) => product * dim, 1);
  const weights = randomWeights(size, new Rng(opCase.seed).fork("weights")).map(Math.fround);
  return gradientOf(opCase.run, points, { shape, values: weights });
}

interface Result {
  readonly values: Float64Array;
  readonly shape: Shape;
}

/** The outputs, then the gradients. */
async function differentiate(f: Functional, device: Device, rng: Rng): Promise<Result[]> {
  const reads = scope(() => {
    const inputs = f.leaves(device);
    const outputs = f.apply(inputs);
    const weights = outputWeights(outputs, rng).map(Math.fround);
    return [...outputs, ...pullBack(outputs, inputs, split(weights, outputs))].map(readShaped);
  });
  return Promise.all(reads);
}

async function readShaped(result: Tensor): Promise<Result> {
  const { shape } = result;
  return { values: Float64Array.from(await result.data()), shape };
}

/** The elements that are furthest apart. */
function distance(a: readonly Result[], b: readonly Result[]): number {
  return Math.max(
    ...a.flatMap(({ values }, i) => Array.from(values, (value, j) => Math.abs(value - b[i].values[j]) || 0)),
  );
}
