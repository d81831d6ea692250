import { noGrad } from "./autograd.ts";
import { AnomalyError } from "./errors.ts";
import { callback } from "./kinds.ts";
import { checkArgument } from "./options.ts";
import { formatShape } from "./shape.ts";
import { Storage } from "./storage.ts";
import { handleOf, makeTensor, storageOf, type Tensor } from "./tensor.ts";

interface Probe {
  readonly what: string;
  readonly tensor: string;
  readonly stack: string;
  readonly count: Tensor;
}

interface Watch {
  readonly probes: Probe[];
  readonly probed: WeakSet<Storage>;
}

const watches = new Set<Watch>();

/** Runs `run` with every tensor that an operator takes or makes, forward and backward, checked for NaN and infinity;
 *  costs one small kernel a tensor. Waits for the results.
 *  @param run the calls to check, such as a training step.
 *  @returns what `run` returns.
 *  @throws AnomalyError naming the first operator that held one, whether it came in or arose there, and the call;
 *  DeviceError if a device failed.
 *
 *  @example
 *  ```ts
 *  import { AnomalyError, detectAnomaly, log, tensor } from "alexgrad";
 *
 *  const found = await detectAnomaly(() => log(tensor([1, 0]))).catch((error) => error);
 *  console.log(found instanceof AnomalyError); // true
 *  console.log(found.message.split("\n")[0]); // log: its output: 1 of 2 values [2] are NaN or infinite
 *  ``` */
export async function detectAnomaly<T>(run: () => T | Promise<T>): Promise<T> {
  checkArgument("detectAnomaly", "run", run, callback());
  const own: Watch = { probes: [], probed: new WeakSet() };
  watches.add(own);
  try {
    const result = await run();
    watches.delete(own);
    for (const probe of own.probes) {
      const count = await probe.count.item();
      if (count > 0)
        throw new AnomalyError(`${probe.what}: ${count} of ${probe.tensor} are NaN or infinite\n${probe.stack}`);
    }
    return result;
  } finally {
    watches.delete(own);
    for (const probe of own.probes) probe.count.dispose();
  }
}

/** Notes a tensor for each check that is on. */
export function watch(what: () => string, tensor: Tensor): void {
  for (const { probes, probed } of watches) {
    if (probed.has(storageOf(tensor))) continue;
    probed.add(storageOf(tensor));
    probes.push(probe(what(), tensor));
  }
}

function probe(what: string, tensor: Tensor): Probe {
  const { device, shape } = tensor;
  const count = noGrad(() =>
    makeTensor(new Storage(device, device.run.countNonFinite([], handleOf(tensor)), []), [], null, false),
  );
  const stack = (new Error().stack ?? "").split("\n").slice(3).join("\n");
  return { what, tensor: `${tensor.size} values ${formatShape(shape)}`, stack, count };
}
