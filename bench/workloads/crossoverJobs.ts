import { backward } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Device, Handle } from "../../src/devices/device.ts";
import type { ModelTable } from "../../src/models/index.ts";
import { crossEntropy } from "../../src/ops/index.ts";
import { SGD } from "../../src/optim/index.ts";
import type { SizedKernel } from "./crossoverKernels.ts";
import { draw, errorOf, once } from "./lab.ts";
import { type checkOf, labelsOf, makeModel } from "./networkCheck.ts";

/** A call that is under way. */
export interface Begun {
  /** Elements that it holds. */
  readonly size: number;
  /** Frees them, once it is computed: what is freed before its turn never is. */
  free(): void;
}

/** A kind of call on a device, with what it takes. */
export interface Opened {
  /** Begins a call whose inputs and result stay on the device. */
  stay(): Begun;
  /** Begins a call whose inputs are written for it. */
  upload(): Begun;
  /** The same, up to its result read back. */
  roundTrip(): Promise<unknown>;
  /** @returns the error of what calls give, as a share of what is allowed. */
  check(): Promise<number>;
}

export type Open = (device: Device) => Opened;

export function openKernel(kernel: SizedKernel): Open {
  const rng = new Rng(1);
  const values = once(() => kernel.inputs.map((size) => draw(size, rng)));
  const wanted = once(() => kernel.expected(values().map((input) => Float64Array.from(input))));
  return (device) => {
    const write = () => values().map((input) => device.write(input));
    const free = (handles: readonly Handle[]) => {
      for (const handle of handles) device.free(handle);
    };
    const read = async (inputs: readonly Handle[]) => {
      const out = kernel.run(device, inputs);
      try {
        return await device.read(out);
      } finally {
        device.free(out);
      }
    };
    const holding = (handles: readonly Handle[]): Begun => ({
      size: handles.reduce((sum, { size }) => sum + size, 0),
      free: () => free(handles),
    });
    const inputs = write();
    const roundTrip = async () => {
      const written = write();
      try {
        return await read(written);
      } finally {
        free(written);
      }
    };
    return {
      stay: () => holding([kernel.run(device, inputs)]),
      upload() {
        const written = write();
        return holding([kernel.run(device, written), ...written]);
      },
      roundTrip,
      async check() {
        const results = [await read(inputs), await roundTrip()];
        return Math.max(...results.map((result) => errorOf(result, wanted(), kernel.terms)));
      },
    };
  };
}

/** A step of SGD with momentum. The rate is 0, so that the weights stay and the last result can be checked as the first.
 *  Its inputs are the images, its result the loss. */
export function openStep(table: ModelTable, batch: number, check: ReturnType<typeof checkOf>): Open {
  const shape = [batch, ...table.input];
  const labels = labelsOf(table, batch);
  const images = once(() => draw(sizeOf(shape), new Rng(1)));
  return (device) => {
    const model = makeModel(table, device);
    const optimizer = new SGD(model.parameters(), { lr: 0, momentum: 0.9 });
    const write = () => tensor(images(), shape, { device });
    const step = (x: Tensor) =>
      scope(() => {
        const mean = crossEntropy(model.forward(x), labels);
        optimizer.zeroGrad();
        backward(mean);
        optimizer.step();
        return mean.detach();
      });
    const resident = write();
    const holding = (...tensors: Tensor[]): Begun => ({
      size: tensors.reduce((sum, { size }) => sum + size, 0),
      free() {
        for (const each of tensors) each.dispose();
      },
    });
    return {
      stay: () => holding(step(resident)),
      upload() {
        const x = write();
        return holding(step(x), x);
      },
      async roundTrip() {
        const x = write();
        const loss = step(x);
        await loss.item();
        holding(loss, x).free();
      },
      check: () => check(device, model),
    };
  };
}
