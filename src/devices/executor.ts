import type { DType, Floats } from "./device.ts";
import type { KernelArguments, KernelName } from "./kernels.ts";

/** What a device adds to the queue: it holds buffers and runs one kernel at a time. A step that returns a promise holds
 *  the next one back until it is done.
 *
 *  A step that throws or rejects has failed. The queue names the kernel and the size, unless the error is a
 *  DeviceError, which says that itself. A device may also return a buffer before it is computed, and fail later: then
 *  `read` rejects for that buffer and for all that depend on it, and `settle` rejects. */
export interface Executor<B> {
  readonly name: string;
  readonly dtype: DType;
  readonly kernels: readonly KernelName[];
  /** @param urgent as in `run`. */
  write(values: Floats, urgent: boolean): B | Promise<B> | Busy;
  read(buffer: B): Floats | Promise<Floats>;
  /** As `Device.peek`. */
  peek?(buffer: B): Floats | null;
  /** Called once every step that needs the buffer is done. */
  free(buffer: B): void;
  /** Runs a kernel into `into` where a buffer was donated, else into a new one of `size` elements; returns the buffer
   *  that holds the result. A device that cannot write in place frees `into` once it has succeeded.
   *  @param urgent whether a device that is busy should rather work on the calling thread until it is not: the caller
   *  may be in a loop that never awaits. */
  run<K extends KernelName>(
    kernel: K,
    size: number,
    into: B | null,
    args: KernelArguments<B>[K],
    urgent: boolean,
  ): B | Promise<B> | Busy;
  /** Waits for all that `run` has begun. Rejects with the first failure since the last time, of those that no `read`
   *  has rejected with. Left out by a device that computes at once. */
  settle?(): Promise<void>;
  close(): void | Promise<void>;
}

/** Returned by a device that cannot take a step yet and has changed nothing: it is asked again, at the latest when
 *  `until` has resolved. */
export class Busy {
  readonly until: Promise<void>;

  constructor(until: Promise<void>) {
    this.until = until;
  }
}

/** Thrown by a device that has no room for a buffer and has changed nothing. Once tensors that nobody can reach are
 *  gone, it is asked again. */
export class OutOfMemory extends RangeError {}
