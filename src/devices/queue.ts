import { DeviceError, DisposedError } from "../core/errors.ts";
import { type Shape, sizeOf } from "../core/shape.ts";
import type { Device, DType, Floats, Handle, Memory } from "./device.ts";
import type { Calls, KernelName } from "./kernels.ts";

/** What a device adds to the queue: it holds buffers and runs one kernel at a time. A step that returns a promise
 *  holds the next one back until it is done.
 *
 *  A step that throws or rejects has failed. The queue names the kernel and the size, unless the error is a DeviceError,
 *  which says that itself. A device may also return a buffer before it is computed, and fail later: then `read` rejects
 *  for that buffer and for all that depend on it, and `settle` rejects. */
export interface Executor<B> {
  readonly name: string;
  readonly dtype: DType;
  readonly kernels: readonly KernelName[];
  write(values: Floats): B | Promise<B>;
  read(buffer: B): Floats | Promise<Floats>;
  free(buffer: B): void | Promise<void>;
  /** Runs a kernel into `into` where a buffer was donated, else into a new one of `size` elements; returns the buffer
   *  that holds the result. A device that cannot write in place frees `into` once it has succeeded. `args`: the kernel's
   *  inputs (null where one is left out), then its geometry. */
  run(kernel: KernelName, size: number, into: B | null, args: readonly unknown[]): B | Promise<B>;
  /** Waits for all that `run` has begun. Rejects with the first failure since the last time, of those that no `read`
   *  has rejected with. Left out by a device whose steps fail at once. */
  settle?(): Promise<void>;
  close(): void | Promise<void>;
}

class Slot<B> implements Handle {
  readonly size: number;
  readonly owner: QueuedDevice<B>;
  buffer: B | null = null;
  error: DeviceError | null = null;
  /** Freed or donated: no later call may use it. */
  gone = false;

  constructor(size: number, owner: QueuedDevice<B>) {
    this.size = size;
    this.owner = owner;
  }
}

type Step = () => void | Promise<void>;

/** Order and failure, once for every device. Kernels run in call order; `write` and `free` are steps like any other.
 *  A failed step leaves its error in its output; what depends on it takes the error over without running, except that a
 *  donated buffer then keeps its values: a parameter outlives a step whose gradient failed. `read`, `sync` and `close`
 *  reject with the error. Nothing is swallowed, and nothing becomes an unhandled rejection. */
export class QueuedDevice<B> implements Device {
  readonly name: string;
  readonly dtype: DType;
  readonly run: Calls;
  readonly #executor: Executor<B>;
  readonly #waiting: Step[] = [];
  #draining = false;
  /** In the order of their steps. */
  readonly #unreported = new Set<DeviceError>();
  #closing: Promise<void> | null = null;
  #liveBytes = 0;
  #peakBytes = 0;
  #liveBuffers = 0;

  constructor(executor: Executor<B>) {
    this.name = executor.name;
    this.dtype = executor.dtype;
    this.#executor = executor;
    const calls = executor.kernels.map((kernel) => {
      return [kernel, (out: Shape | Handle, ...args: unknown[]) => this.#call(kernel, out, args)];
    });
    this.run = Object.fromEntries(calls) as Calls;
  }

  write(values: ArrayLike<number>): Handle {
    this.#checkOpen();
    const copy = this.dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values);
    const slot = this.#newSlot(copy.length);
    this.#enqueue(() => this.#fill(slot, "write", () => this.#executor.write(copy)));
    return slot;
  }

  async read(handle: Handle): Promise<Floats> {
    this.#checkOpen();
    const slot = this.#own(handle, "read");
    return new Promise((resolve, reject) => {
      this.#enqueue(() => {
        const fail = (error: DeviceError) => {
          this.#unreported.delete(error);
          reject(error);
        };
        if (slot.error !== null) return fail(slot.error);
        return this.#attempt(
          () => this.#executor.read(slot.buffer as B),
          resolve,
          (cause) => fail(this.#failure("read", slot.size, cause)),
        );
      });
    });
  }

  free(handle: Handle): void {
    const slot = this.#own(handle, "free");
    slot.gone = true;
    this.#count(-1, slot.size);
    if (this.#closing === null) this.#enqueue(() => this.#release(slot));
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        const [error] = this.#unreported;
        this.#unreported.clear();
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#enqueue(() =>
        this.#attempt(
          () => this.#executor.settle?.(),
          finish,
          (cause) => {
            this.#failure("sync", 0, cause);
            finish();
          },
        ),
      );
    });
  }

  memory(): Memory {
    return { liveBytes: this.#liveBytes, peakBytes: this.#peakBytes, liveBuffers: this.#liveBuffers };
  }

  close(): Promise<void> {
    this.#closing ??= this.sync().finally(() => this.#executor.close());
    return this.#closing;
  }

  /** What a device that computes at once may read without waiting. @throws DeviceError if computing it failed. */
  protected bufferOf(handle: Handle, what: string): B {
    const slot = this.#own(handle, what);
    if (slot.error !== null) throw slot.error;
    return slot.buffer as B;
  }

  #call(kernel: KernelName, out: Shape | Handle, args: unknown[]): Handle {
    this.#checkOpen();
    const inputs = args.filter((arg) => arg instanceof Slot).map((arg) => this.#own(arg, kernel));
    const donated = "length" in out ? null : this.#own(out, kernel);
    const slot = donated === null ? this.#newSlot(sizeOf(out as Shape)) : new Slot(donated.size, this);
    if (donated !== null) donated.gone = true;
    const work = () => {
      const buffers = args.map((arg) => (arg instanceof Slot ? arg.buffer : arg));
      return this.#executor.run(kernel, slot.size, donated?.buffer ?? null, buffers);
    };
    this.#enqueue(() => {
      const failed = inputs.find((input) => input.error !== null);
      if (failed === undefined) return this.#fill(slot, kernel, work, donated);
      slot.error = donated === null ? failed.error : donated.error;
      slot.buffer = donated?.buffer ?? null;
      return undefined;
    });
    return slot;
  }

  /** Computes a slot's buffer, perhaps in that of a slot which was donated. */
  #fill(slot: Slot<B>, what: string, work: () => B | Promise<B>, donated: Slot<B> | null = null): void | Promise<void> {
    return this.#attempt(
      work,
      (buffer) => {
        slot.buffer = buffer;
      },
      (cause) => {
        slot.error = this.#failure(what, slot.size, cause);
        return donated === null ? undefined : this.#release(donated);
      },
    );
  }

  /** Runs `work` now, at once where it is synchronous; never throws and never rejects. */
  #attempt<T>(
    work: () => T | Promise<T>,
    done: (value: T) => void,
    failed: (cause: unknown) => void | Promise<void>,
  ): void | Promise<void> {
    try {
      const value = work();
      if (value instanceof Promise) return value.then(done, failed);
      done(value);
    } catch (cause) {
      return failed(cause);
    }
    return undefined;
  }

  #enqueue(step: Step): void {
    if (this.#draining) {
      this.#waiting.push(step);
      return;
    }
    const pending = step();
    if (pending instanceof Promise) void this.#drain(pending);
  }

  async #drain(pending: Promise<void>): Promise<void> {
    this.#draining = true;
    await pending;
    for (let next = 0; next < this.#waiting.length; next++) await this.#waiting[next]!();
    this.#waiting.length = 0;
    this.#draining = false;
  }

  #failure(what: string, size: number, cause: unknown): DeviceError {
    const error = cause instanceof DeviceError ? cause : this.#describe(what, size, cause);
    this.#unreported.add(error);
    return error;
  }

  #describe(what: string, size: number, cause: unknown): DeviceError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DeviceError(`${what}: failed on ${this.name} (${size} elements): ${reason}`, { cause });
  }

  #release(slot: Slot<B>): void | Promise<void> {
    const { buffer } = slot;
    slot.buffer = null;
    if (buffer === null) return undefined;
    return this.#attempt(
      () => this.#executor.free(buffer),
      () => {},
      (cause) => {
        this.#failure("free", slot.size, cause);
      },
    );
  }

  #newSlot(size: number): Slot<B> {
    this.#count(1, size);
    return new Slot<B>(size, this);
  }

  #count(buffers: 1 | -1, size: number): void {
    this.#liveBuffers += buffers;
    this.#liveBytes += buffers * size * (this.dtype === "float64" ? 8 : 4);
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
  }

  #own(handle: Handle, what: string): Slot<B> {
    if (!(handle instanceof Slot) || handle.owner !== this) {
      throw new DeviceError(`${what}: expected a buffer of ${this.name}; got one of another device`);
    }
    if (handle.gone) throw new DisposedError(`${what}: the buffer was freed`);
    return handle;
  }

  #checkOpen(): void {
    if (this.#closing !== null) throw new DeviceError(`${this.name}: the device is closed`);
  }
}
