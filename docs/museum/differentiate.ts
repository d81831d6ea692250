import { grad } from "../../src/core/backward.ts";
import type { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { handleOf, type Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { ReferenceDevice } from "../../src/devices/reference.ts";

/** A function at a point. */
export interface Point {
  readonly shapes: readonly (readonly number[])[];
  readonly values: readonly Floats[];
  readonly run: (...inputs: Tensor[]) => Tensor;
}

/** The output at a point, its gradients by each input, and those gradients' own gradients by each input and by ∂y, under
 *  weights drawn from a stream; null where a gradient is none. */
export function differentiate({ shapes, values, run }: Point, device: ReferenceDevice, rng: Rng) {
  const weight = ({ shape, size }: Tensor) => {
    const values = Array.from({ length: size }, () => rng.uniform(-1, 1));
    return tensor(values, shape, { device, requiresGrad: true });
  };
  const read = (tensor: Tensor | null): Floats | null => tensor && device.peek(handleOf(tensor)).slice();
  return scope(() => {
    const inputs = shapes.map((shape, i) => tensor(values[i], shape, { device, requiresGrad: true }));
    const output = run(...inputs);
    const dy = weight(output);
    const first = gradientsOf([output], [dy], inputs, true);
    const kept = first.filter((gradient) => gradient !== null);
    const second = gradientsOf(kept, kept.map(weight), [...inputs, dy], false);
    return { output: read(output)!, shape: output.shape, first: first.map(read), second: second.map(read) };
  });
}

/** Gradients of those outputs that have any. */
function gradientsOf(outputs: Tensor[], weights: Tensor[], inputs: Tensor[], createGraph: boolean): (Tensor | null)[] {
  const kept = outputs.map((output, i) => [output, weights[i]] as const).filter(([output]) => output.requiresGrad);
  return grad(
    kept.map(([output]) => output),
    inputs,
    { gradOutputs: kept.map(([, weight]) => weight), createGraph, allowUnused: true },
  );
}
