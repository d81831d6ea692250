import { grad } from "../core/backward.ts";
import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { formatShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Device, Floats } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import { coordinates, type GradcheckReport, type Worst } from "./gradcheck.ts";
import { type OpCase, valuesOf } from "./op-info/op-info.ts";

/** What a rounding to float32 may be off, as a part of the number. */
const unit = 2 ** -24;
/** Roundings of a chain of elementary functions, of which a GPU's are exact to a few units in the last place. */
const chain = 128;
/** How much further off a device may be than the reference in float32, which sums in float64. */
const slack = 8;

/** Compares an operator's output, its gradients, and under order 2 the gradients of those on a float32 device with the
 *  float64 reference's, from the same inputs and weights. Errors are parts of the largest element of all these tensors, since
 *  an element may be what is left of far larger terms. Accepted are (128 + 4·L)·2⁻²⁴, where no sum of the case is longer than
 *  L, the size of its largest tensor, and eight times the error of the reference in float32, which tells how much the case
 *  makes of a rounding. In the report's `worst`, input 0 is the output, the others are gradients; analytic is the device's
 *  value and numeric the reference's. */
export async function compareDevices(opCase: OpCase, device: Device, order: 1 | 2): Promise<GradcheckReport> {
  const wanted = await differentiate(opCase, reference({ dtype: "float64" }), order);
  const rounded = await differentiate(opCase, reference(), order);
  const worst = worstOf(await differentiate(opCase, device, order), wanted);
  const longest = Math.max(...wanted.map(({ values }) => values.length));
  const tolerance = (chain + 4 * longest) * unit + slack * worstOf(rounded, wanted).error;
  return { passed: worst.error <= tolerance, worst, tolerance };
}

function worstOf(got: readonly Result[], wanted: readonly Result[]): Worst {
  const scale = Math.max(1e-3, ...wanted.flatMap(({ values }) => Array.from(values, Math.abs)));
  let worst: Worst = { input: 0, index: [], analytic: 0, numeric: 0, error: 0 };
  for (const [i, { values, shape }] of wanted.entries()) {
    values.forEach((numeric, j) => {
      const analytic = got[i]!.values[j]!;
      const off = Object.is(analytic, numeric) ? 0 : Math.abs(analytic - numeric) / scale;
      const error = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
      if (error > worst.error) worst = { input: i, index: coordinates(j, shape), analytic, numeric, error };
    });
  }
  return worst;
}

export function describeDifference({ worst, tolerance }: GradcheckReport, device: Device): string {
  const { input, index, analytic, numeric, error } = worst;
  const what = input === 0 ? "output" : `gradient ${input}`;
  return `${what} at ${formatShape(index)}: ${analytic} on ${device.name}, ${numeric} in the reference, error ${error.toExponential(1)} > ${tolerance.toExponential(1)}`;
}

interface Result {
  readonly values: Floats;
  readonly shape: readonly number[];
}

/** The output, then the gradients. Inputs are rounded to float32 first, on every device. */
function differentiate(opCase: OpCase, device: Device, order: 1 | 2): Promise<Result[]> {
  const rng = new Rng(opCase.seed).fork("weights");
  const values = valuesOf(opCase);
  const results = scope(() => {
    const weight = ({ shape, size }: Tensor) => {
      const drawn = Float32Array.from({ length: size }, () => rng.uniform(-1, 1));
      return tensor(drawn, shape, { device, requiresGrad: true });
    };
    const inputs = opCase.inputs.map(({ shape }, i) => {
      return tensor(Float32Array.from(values[i]!), shape, { device, requiresGrad: true });
    });
    const output = opCase.run(...inputs);
    const dy = weight(output);
    const first = grads([output], [dy], inputs, order === 2);
    const second = order === 1 ? [] : grads(first, first.map(weight), [...inputs, dy], false);
    return [output, ...first, ...second];
  });
  return Promise.all(
    results.map(async (result) => {
      const read = { values: await result.data(), shape: result.shape };
      result.dispose();
      return read;
    }),
  );
}

/** Of those outputs that have any. */
function grads(outputs: Tensor[], weights: Tensor[], inputs: Tensor[], createGraph: boolean): Tensor[] {
  const kept = outputs.map((output, i) => [output, weights[i]!] as const).filter(([output]) => output.requiresGrad);
  const gradOutputs = kept.map(([, weight]) => weight);
  const found = grad(
    kept.map(([output]) => output),
    inputs,
    { gradOutputs, createGraph, allowUnused: true },
  );
  return found.filter((gradient) => gradient !== null);
}
