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

/** What a float32 device adds to an error with every rounding. */
const unit = 2 ** -24;
/** Roundings of a chain of elementary functions, of which a GPU's are exact to a few units in the last place. */
const chain = 128;

/** Compares an operator's output, its gradients, and under order 2 the gradients of those on a float32 device with the
 *  float64 reference's, from the same inputs and weights. An element may be off by (128 + 4·L)·2⁻²⁴ of the largest of its
 *  tensor, where no sum of the case is longer than L, the size of its largest tensor. In the report's `worst`, input 0 is
 *  the output, the others are gradients; analytic is the device's value and numeric the reference's. */
export async function compareDevices(opCase: OpCase, device: Device, order: 1 | 2): Promise<GradcheckReport> {
  const got = await differentiate(opCase, device, order);
  const wanted = await differentiate(opCase, reference({ dtype: "float64" }), order);
  const longest = Math.max(...wanted.map(({ values }) => values.length));
  const tolerance = (chain + 4 * longest) * unit;
  let worst: Worst = { input: 0, index: [], analytic: 0, numeric: 0, error: 0 };
  for (const [i, { values, shape }] of wanted.entries()) {
    const scale = Math.max(1e-3, ...values.map(Math.abs));
    values.forEach((numeric, j) => {
      const analytic = got[i]!.values[j]!;
      const off = Object.is(analytic, numeric) ? 0 : Math.abs(analytic - numeric) / scale;
      const error = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
      if (error > worst.error) worst = { input: i, index: coordinates(j, shape), analytic, numeric, error };
    });
  }
  return { passed: worst.error <= tolerance, worst, tolerance };
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
