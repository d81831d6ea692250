import { referenceKernels } from "../../kernels/reference.ts";
import { describe } from "../core/describe.ts";
import { DeviceError, DTypeError } from "../core/errors.ts";
import { kind } from "../core/kinds.ts";
import { checkOptions, type Kinds } from "../core/options.ts";
import type { Device, DType, Floats, Handle } from "./device.ts";
import type { Executor } from "./executor.ts";
import type { KernelArguments, KernelName, Kernels } from "./kernels.ts";
import { QueuedDevice } from "./queue.ts";

/** Told of a kernel once it has run: its output, then its inputs (null where one is left out) and its geometry. */
export type Observer = (kernel: KernelName, out: Floats, args: readonly unknown[]) => void;

const referenceOptions: Kinds<{ dtype?: DType }> = {
  dtype: kind("a dtype", (value): value is DType => value !== undefined),
};

/** Plain loops on the calling thread: the living definition of every operator, slow and easy to read.
 *  @param options.dtype "float32", or "float64" for gradient checks. Default: "float32".
 *  @returns the device; there is nothing to close.
 *  @throws DTypeError for any other; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { reference, tensor } from "alexgrad";
 *
 *  const x = tensor([0.1], { device: reference({ dtype: "float64" }) });
 *  console.log(await x.add(0.2).item()); // 0.30000000000000004
 *  ``` */
export function reference(options: { dtype?: DType } = {}): ReferenceDevice {
  checkOptions("reference", options, referenceOptions);
  const { dtype = "float32" } = options;
  if (dtype !== "float32" && dtype !== "float64") {
    throw new DTypeError(`reference: expected dtype float32 or float64; got ${describe(dtype)}`);
  }
  return new ReferenceDevice(dtype);
}

export function referenceExecutor(): Executor<Floats> {
  return new ReferenceExecutor("float32", referenceKernels);
}

/** A device that computes at once, and lets others watch. */
export class ReferenceDevice extends QueuedDevice<Floats> {
  readonly #executor: ReferenceExecutor;

  /** @param kernels in place of the reference's own: to try out changed ones. */
  constructor(dtype: DType, kernels: Kernels<Floats> = referenceKernels) {
    const executor = new ReferenceExecutor(dtype, kernels);
    super(executor);
    this.#executor = executor;
  }

  /** Everything is computed at once: only what another device has not computed yet can be missing.
   *  @throws DeviceError in that case too. */
  override peek(handle: Handle): Floats {
    const values = super.peek(handle);
    if (values === null)
      throw new DeviceError("peek: expected values; got some that another device has not computed yet");
    return values;
  }

  /** At once, where the source has the values at once. */
  override copyFrom(source: Device, handle: Handle): Handle {
    const values = peekAt(source, handle);
    return values === null ? super.copyFrom(source, handle) : this.write(values);
  }

  /** Tells `observer` of each kernel that runs during `work`, besides those that watch already. */
  observe<T>(observer: Observer, work: () => T): T {
    const { observers } = this.#executor;
    observers.push(observer);
    try {
      return work();
    } finally {
      observers.splice(observers.lastIndexOf(observer), 1);
    }
  }
}

/** Null also where computing them failed: to wait for them tells why. */
function peekAt(source: Device, handle: Handle): Floats | null {
  try {
    return source.peek?.(handle) ?? null;
  } catch (error) {
    if (error instanceof DeviceError) return null;
    throw error;
  }
}

class ReferenceExecutor implements Executor<Floats> {
  readonly name = "reference";
  readonly kernels: readonly KernelName[];
  readonly dtype: DType;
  readonly observers: Observer[] = [];
  readonly #run: Kernels<Floats>;

  constructor(dtype: DType, kernels: Kernels<Floats>) {
    this.dtype = dtype;
    this.kernels = Object.keys(kernels) as KernelName[];
    this.#run = kernels;
  }

  write(values: Floats): Floats {
    return values;
  }

  read(buffer: Floats): Floats {
    return buffer.slice();
  }

  peek(buffer: Floats): Floats {
    return buffer;
  }

  free(): void {}

  run<K extends KernelName>(kernel: K, size: number, into: Floats | null, args: KernelArguments<Floats>[K]): Floats {
    const out = into ?? (this.dtype === "float64" ? new Float64Array(size) : new Float32Array(size));
    this.#run[kernel](out, ...args);
    for (const observer of this.observers) observer(kernel, out, args);
    return out;
  }

  close(): void {}
}
