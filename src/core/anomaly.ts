import { noGrad } from "./autograd.ts";
import { AnomalyError } from "./errors.ts";
import { formatShape } from "./shape.ts";
import { Storage, Tensor } from "./tensor.ts";

interface Probe {
  readonly what: string;
  readonly tensor: string;
  readonly stack: string;
  readonly count: Tensor;
}

let probes: Probe[] | null = null;
const probed = new WeakSet<Storage>();

/** Runs `run` with every tensor that an operator takes or makes, forward and backward, checked for NaN and infinity;
 *  costs one small kernel a tensor. Waits for the results.
 *  @throws AnomalyError naming the first operator that held one, whether it came in or arose there, and the call. */
export async function detectAnomaly<T>(run: () => T | Promise<T>): Promise<T> {
  const outer = probes;
  const own: Probe[] = [];
  probes = own;
  let result: T;
  try {
    result = await run();
  } finally {
    probes = outer;
  }
  try {
    for (const probe of own) {
      const count = await probe.count.item();
      if (count > 0)
        throw new AnomalyError(`${probe.what}: ${count} of ${probe.tensor} are NaN or infinite\n${probe.stack}`);
    }
  } finally {
    for (const probe of own) probe.count.dispose();
  }
  return result;
}

/** Notes a tensor for the check, if one is on. */
export function watch(what: () => string, tensor: Tensor): void {
  if (probes === null || probed.has(tensor.storage)) return;
  probed.add(tensor.storage);
  const { device, shape } = tensor;
  const count = noGrad(
    () => new Tensor(new Storage(device, device.run.countNonFinite([], tensor.handle)), [], null, { scoped: false }),
  );
  const stack = (new Error().stack ?? "").split("\n").slice(2).join("\n");
  probes.push({ what: what(), tensor: `${tensor.size} values ${formatShape(shape)}`, stack, count });
}
