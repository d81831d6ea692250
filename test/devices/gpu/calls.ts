import { referenceKernels } from "../../../kernels/reference.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { Executor } from "../../../src/devices/executor.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import { QueuedDevice } from "../../../src/devices/queue.ts";
import type { Values } from "../../../src/gradcheck/op-info/kernelInfo.ts";
import { exactly } from "../magnitudes.ts";

/** A call of the seam. */
export interface Call {
  readonly kernel: KernelName;
  /** How many elements the output has. */
  readonly size: number;
  /** Inputs, null where one is left out, and the geometry. */
  readonly args: readonly (Float32Array | object | null)[];
  /** Which argument the output may be written over, if one may be. */
  readonly donated: number | null;
}

export interface RecordedCall extends Call {
  /** What the float64 reference makes of it. */
  readonly wanted: Values;
}

/** Calls by kernel, each geometry once. */
export class Recordings {
  readonly #calls = new Map<string, RecordedCall>();

  /** A device that computes as the reference in float64 does, rounds to float32, and records every call.
   *  @param about what is in the values: a geometry is recorded again where it is something else. */
  device(about: string): QueuedDevice<Float32Array> {
    return new QueuedDevice(new Recorder((call) => this.add(about, call)));
  }

  add(about: string, call: RecordedCall): void {
    const { kernel, size, args, donated } = call;
    const geometry = args.map((arg) => (arg instanceof Float32Array ? arg.length : arg));
    const key = JSON.stringify([about, kernel, size, donated, geometry]);
    if (!this.#calls.has(key)) this.#calls.set(key, call);
  }

  of(kernel: KernelName): RecordedCall[] {
    return [...this.#calls.values()].filter((call) => call.kernel === kernel);
  }
}

class Recorder implements Executor<Float32Array> {
  readonly name = "recorder";
  readonly dtype = "float32";
  readonly kernels = Object.keys(referenceKernels) as KernelName[];
  readonly #record: (call: RecordedCall) => void;

  constructor(record: (call: RecordedCall) => void) {
    this.#record = record;
  }

  write(values: Floats): Float32Array {
    return Float32Array.from(values);
  }

  read(buffer: Float32Array): Float32Array {
    return buffer.slice();
  }

  free(): void {}

  close(): void {}

  run(kernel: KernelName, size: number, into: Float32Array | null, args: Call["args"]): Float32Array {
    const wanted = exactly(kernel, size, args);
    const donated = into === null ? null : args.indexOf(into);
    this.#record({ kernel, size, args, donated, wanted });
    return Float32Array.from(wanted);
  }
}
