import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceKernels } from "../../../kernels/reference.ts";
import type { Device } from "../../../src/devices/device.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import type { Call, Recordings } from "./calls.ts";
import { faultOf } from "./faults.ts";
import { recordCalls } from "./recordings.ts";
import { type Outcome, replay } from "./replay.ts";

/** What calls are replayed on. */
export interface Backend {
  run(calls: readonly Call[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

const everyKernel: readonly KernelName[] = Object.keys(referenceKernels) as KernelName[];
const recorded = new Map<() => Promise<Recordings>, Promise<Recordings>>();

/** Those that a device may run in several ways. */
export const products: readonly KernelName[] = ["matmul", "conv2d", "conv2dGradInput", "conv2dGradWeight"];

export const otherKernels = everyKernel.filter((kernel) => !products.includes(kernel));

/** Tests, one a kernel of the seam, that a backend computes what the reference does.
 *  @param record what is recorded once for all backends. */
export function describeBackend(
  name: string,
  open: () => Promise<Backend>,
  kernels = everyKernel,
  record = recordCalls,
): void {
  describe(`${name} agrees with the reference`, () => {
    let recordings: Recordings;
    let backend: Backend | null = null;
    const replayed = new Set<KernelName>();

    beforeAll(async () => {
      if (!recorded.has(record)) recorded.set(record, record());
      recordings = await recorded.get(record)!;
      backend = await open();
    });

    afterAll(() => backend?.close());

    it.each(kernels)("%s", { timeout: 300_000 }, async (kernel) => {
      const calls = recordings.of(kernel);
      const outcomes = await backend!.run(calls);
      const faults = calls.map((call, i) => {
        const outcome = outcomes[i];
        return outcome instanceof Float32Array ? faultOf(call, outcome) : outcome.error;
      });
      const wrong = faults.filter((fault) => fault !== null);
      if (wrong.length > 0) {
        expect.fail(`${wrong.length} of ${calls.length} calls:\n${wrong.slice(0, 5).join("\n")}`);
      }
      if (calls.length > 0) replayed.add(kernel);
    });

    it("ran every kernel", () => {
      expect([...replayed].sort()).toEqual([...kernels].sort());
    });
  });
}

/** A device of this process. */
export function local(device: Device): Backend {
  return { run: (calls) => replay(device, calls), close: () => device.close() };
}
