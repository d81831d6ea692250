import { grad } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Device, Floats } from "../../src/devices/device.ts";
import { between, type Domain, type OpCase, valuesOf } from "../../src/gradcheck/op-info/op-info.ts";

/** Runs an operator, its gradients, and under order 2 the gradients of those, all with random weights. Returns every
 *  output. */
export async function differentiate(
  opCase: OpCase,
  device: Device,
  order: 1 | 2,
  domain: Domain = between(),
): Promise<Floats[]> {
  const rng = new Rng(opCase.seed).fork("weights");
  const weights = ({ shape, size }: Tensor) => tensor(domain(size, rng), shape, { device, requiresGrad: true });
  const values = valuesOf(opCase);
  const inputs = opCase.inputs.map(({ shape }, i) => tensor(values[i], shape, { device, requiresGrad: true }));
  const output = opCase.run(...inputs);
  const dy = weights(output);
  const first = gradients([output], inputs, [dy], order === 2);
  const second = order === 2 ? gradients(first, [...inputs, dy], first.map(weights), false) : [];
  return Promise.all([output, ...first, ...second].map((result) => result.data()));
}

/** Those that there are. */
function gradients(of: Tensor[], by: Tensor[], weights: Tensor[], createGraph: boolean): Tensor[] {
  const pairs = of.map((output, i) => [output, weights[i]] as const).filter(([output]) => output.requiresGrad);
  const [outputs, gradOutputs] = [pairs.map(([output]) => output), pairs.map(([, weight]) => weight)];
  return grad(outputs, by, { gradOutputs, createGraph, allowUnused: true }).filter((gradient) => gradient !== null);
}
