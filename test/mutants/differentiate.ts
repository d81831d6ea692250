import { grad } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { handleOf, type Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { ReferenceDevice } from "../../src/devices/reference.ts";
import { type OpCase, valuesOf } from "../../src/gradcheck/op-info/op-info.ts";

/** A case's output and its gradients of both orders, under weights drawn from its seed. */
export function differentiate(opCase: OpCase, device: ReferenceDevice): { output: Floats; gradients: Floats[] } {
  const rng = new Rng(opCase.seed).fork("weights");
  const weight = ({ shape, size }: Tensor) => {
    const values = Array.from({ length: size }, () => rng.uniform(-1, 1));
    return tensor(values, shape, { device, requiresGrad: true });
  };
  const read = (tensor: Tensor) => device.peek(handleOf(tensor)).slice();
  return scope(() => {
    const values = valuesOf(opCase);
    const inputs = opCase.inputs.map(({ shape }, i) => tensor(values[i], shape, { device, requiresGrad: true }));
    const output = opCase.run(...inputs);
    const dy = weight(output);
    const first = gradientsOf([output], [dy], inputs, true);
    const second = gradientsOf(first, first.map(weight), [...inputs, dy], false);
    return { output: read(output), gradients: [...first, ...second].map(read) };
  });
}

/** Gradients of those outputs that have any. */
function gradientsOf(outputs: Tensor[], weights: Tensor[], inputs: Tensor[], createGraph: boolean): Tensor[] {
  const kept = outputs.map((output, i) => [output, weights[i]] as const).filter(([output]) => output.requiresGrad);
  const found = grad(
    kept.map(([output]) => output),
    inputs,
    { gradOutputs: kept.map(([, weight]) => weight), createGraph, allowUnused: true },
  );
  return found.filter((gradient) => gradient !== null);
}
