import { referenceKernels } from "../../kernels/reference/index.ts";
import { DTypeError } from "../core/errors.ts";
import type { DType, Floats } from "./device.ts";
import type { KernelName } from "./kernels.ts";
import { type Executor, QueuedDevice } from "./queue.ts";

/** Plain loops on the calling thread: the living definition of every operator, slow and easy to read.
 *  @param options.dtype "float32" (default) or "float64", for gradient checks.
 *  @throws DTypeError for any other. */
export function reference(options: { dtype?: DType } = {}): QueuedDevice<Floats> {
  const { dtype = "float32" } = options;
  if (dtype !== "float32" && dtype !== "float64") {
    throw new DTypeError(`reference: expected dtype float32 or float64; got ${dtype}`);
  }
  return new QueuedDevice(new ReferenceExecutor(dtype));
}

class ReferenceExecutor implements Executor<Floats> {
  readonly name = "reference";
  readonly kernels = Object.keys(referenceKernels) as KernelName[];
  readonly dtype: DType;

  constructor(dtype: DType) {
    this.dtype = dtype;
  }

  write(values: Floats): Floats {
    return values;
  }

  read(buffer: Floats): Floats {
    return buffer.slice();
  }

  free(): void {}

  run(kernel: KernelName, size: number, into: Floats | null, args: readonly unknown[]): Floats {
    const out = into ?? (this.dtype === "float64" ? new Float64Array(size) : new Float32Array(size));
    const run = referenceKernels[kernel] as (out: Floats, ...args: readonly unknown[]) => void;
    run(out, ...args);
    return out;
  }

  close(): void {}
}
