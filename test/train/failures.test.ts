import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { referenceKernels } from "../../kernels/reference.ts";
import { readState } from "../../src/core/state.ts";
import { builtin, Loader } from "../../src/data/index.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { Executor } from "../../src/devices/executor.ts";
import type { KernelName } from "../../src/devices/kernels.ts";
import { QueuedDevice } from "../../src/devices/queue.ts";
import { BatchNorm2d, Conv2d, Flatten, Linear, ReLU, Rng, Sequential, SGD } from "../../src/index.ts";
import { lrFind } from "../../src/train/lrFind.ts";
import { type TrainEvent, Trainer } from "../../src/train/train.ts";

/** The reference's kernels, each a tick late. The call with the number `failing` fails. */
class FailingExecutor implements Executor<Floats> {
  readonly name = "failing";
  readonly dtype = "float32";
  readonly kernels = Object.keys(referenceKernels) as KernelName[];
  calls: KernelName[] = [];
  failing = Number.POSITIVE_INFINITY;

  write(values: Floats): Floats {
    return values;
  }

  async read(buffer: Floats): Promise<Floats> {
    return buffer.slice();
  }

  free(): void {}

  async run(kernel: KernelName, size: number, into: Floats | null, args: readonly unknown[]): Promise<Floats> {
    await null;
    if (this.calls.push(kernel) === this.failing) throw new Error("it was lost");
    const out = into ?? new Float32Array(size);
    (referenceKernels[kernel] as (out: Floats, ...args: readonly unknown[]) => void)(out, ...args);
    return out;
  }

  async settle(): Promise<void> {}

  close(): void {}
}

const images = builtin({ count: 8 });

function prepare() {
  const executor = new FailingExecutor();
  const device = new QueuedDevice(executor);
  const options = { device, rng: new Rng(1) };
  const model = new Sequential([
    new Conv2d(3, 2, { kernel: 5, stride: 4, ...options }),
    new BatchNorm2d(2, options),
    new ReLU(),
    new Flatten(),
    new Linear(98, 10, options),
  ]);
  const optimizer = new SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
  const training = { model, optimizer, device, train: new Loader(images, { batchSize: 4 }), rng: new Rng(2) };
  return { executor, device, training };
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  process.on("unhandledRejection", note);
});

afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

/** Kernel calls of the first two steps. */
async function countCalls(run: (prepared: ReturnType<typeof prepare>) => AsyncGenerator<unknown>): Promise<number> {
  const prepared = prepare();
  for await (const _ of run(prepared)) if (prepared.executor.calls.length > 0) break;
  return prepared.executor.calls.length;
}

const observed = ({ training }: ReturnType<typeof prepare>) =>
  new Trainer({ ...training, validation: null, epochs: 1, observeEvery: 1 });

describe("a step in which something fails", () => {
  it("ends the training with one error that names the kernel, before it is told or counted", async () => {
    const calls = await countCalls((prepared) => observed(prepared).run());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: calls }), async (failing) => {
        const prepared = prepare();
        const { executor, device } = prepared;
        const trainer = observed(prepared);
        await device.sync();
        executor.failing = executor.calls.length + failing;
        const statistics = () => readState(prepared.training.model.namedBuffers());
        let before = await statistics();
        const events: TrainEvent[] = [];
        const training = (async () => {
          for await (const event of trainer.run()) {
            events.push(event);
            if (event.event === "step") before = await statistics();
          }
        })();
        const error = await training.then(
          () => null,
          (error: Error) => error,
        );
        const kernel = executor.calls[executor.failing - 1];
        const steps = events.filter(({ event }) => event === "step").length;
        expect(error?.message).toMatch(
          new RegExp(`^train: step ${steps + 1} \\(epoch 1\\): ${kernel}: failed on failing .*: it was lost$`),
        );
        expect(trainer.position.step).toBe(steps);
        expect(await statistics()).toEqual(before);
        await device.close();
      }),
      { numRuns: 60 },
    );
  });

  it("ends a range test too, which takes only a loss that explodes for its end", async () => {
    const range = ({ training }: ReturnType<typeof prepare>) => lrFind({ ...training, steps: 3, from: 1e-4, to: 1e-3 });
    const calls = await countCalls(range);
    const prepared = prepare();
    prepared.executor.failing = calls + 5;
    const all = async () => {
      for await (const _ of range(prepared));
    };
    await expect(all()).rejects.toThrow("it was lost");
  });
});
