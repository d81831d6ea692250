import { DeviceError, DisposedError } from "../core/errors.ts";
import { list } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { checkShape, type Shape, sizeOf } from "../core/shape.ts";
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
  write(values: Floats, urgent: boolean): B | Promise<B>;
  read(buffer: B): Floats | Promise<Floats>;
  /** Called once no step that is not done needs the buffer. */
  free(buffer: B): void;
  /** Runs a kernel into `into` where a buffer was donated, else into a new one of `size` elements; returns the buffer
   *  that holds the result. A device that cannot write in place frees `into` once it has succeeded. `args`: the kernel's
   *  inputs (null where one is left out), then its geometry.
   *  @param urgent the caller may be in a loop that never awaits: rather than return a promise, which settles only when
   *  that loop has ended, the device may work on the calling thread until there is room. */
  run(kernel: KernelName, size: number, into: B | null, args: readonly unknown[], urgent: boolean): B | Promise<B>;
  /** Waits for all that `run` has begun. Rejects with the first failure since the last time, of those that no `read`
   *  has rejected with. Left out by a device that computes at once. */
  settle?(): Promise<void>;
  close(): void | Promise<void>;
}

/** What a device throws that has no room for a buffer: once tensors that nobody can reach are gone, it is asked again. */
export class OutOfMemory extends RangeError {}

class Slot<B> implements Handle {
  readonly size: number;
  readonly owner: QueuedDevice<B>;
  buffer: B | null = null;
  error: DeviceError | null = null;
  /** Freed or donated: no later call may use it. */
  gone = false;
  /** Steps that are not done and need the buffer. */
  users = 0;
  /** Computes the buffer; null once it has begun. */
  maker: Step<B> | null = null;

  constructor(size: number, owner: QueuedDevice<B>) {
    this.size = size;
    this.owner = owner;
  }
}

interface Step<B> {
  /** Never throws and never rejects. Null once it has begun, and where nobody will ask for its result. */
  work: ((urgent: boolean) => void | Promise<void>) | null;
  readonly needs: readonly Slot<B>[];
  readonly makes: Slot<B> | null;
  /** Tells the caller. What he calls next runs at once if nothing else is waiting. */
  readonly tell: () => void;
}

const tellNobody = () => {};

/** The list of waiting steps forgets those that have begun, so many at a time. */
const stepsAtOnce = 1024;
/** Bytes of buffers from which on unreachable tensors are looked for. */
const leastPressure = 2 ** 28;

/** Order and failure, once for every device. Kernels run in call order; `write` is a step like any other, and a buffer
 *  that was freed goes when the last step that needs it is done. A step whose result was freed before it began, and that
 *  no other needs, does not run.
 *
 *  Every failure has one owner. A failed step leaves its error in its output; what depends on it takes the error over
 *  without running, except that a donated buffer then keeps its values: a parameter outlives a step whose gradient failed.
 *  The first `read` of such an output, or else the next `sync` or `close`, rejects with the error. Nothing is swallowed,
 *  and nothing that the queue itself waits for becomes an unhandled rejection.
 *
 *  A loop that never awaits is slowed (see `Executor.run`). Tensors that it drops cannot be collected before it ends; from
 *  `leastPressure` on its steps therefore wait for that, and those whose results were dropped then never run. */
export class QueuedDevice<B> implements Device {
  readonly name: string;
  readonly dtype: DType;
  readonly run: Calls;
  readonly #executor: Executor<B>;
  readonly #waiting: Step<B>[] = [];
  /** Index of the first that has not begun. */
  #next = 0;
  #draining = false;
  /** In the order of their steps. */
  readonly #unreported = new Set<DeviceError>();
  #closing: Promise<void> | null = null;
  #liveBytes = 0;
  #peakBytes = 0;
  #liveBuffers = 0;
  /** Bytes of buffers that the executor holds, and how many of them cause a collection. */
  #heldBytes = 0;
  #pressure = leastPressure;

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
    checkArgument("write", "values", values, list);
    const copy = this.dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values);
    const slot = this.#newSlot(copy.length);
    const work = (urgent: boolean) => this.#fill(slot, "write", () => this.#executor.write(copy, urgent), null);
    this.#enqueue({ work, needs: [], makes: slot, tell: tellNobody });
    return slot;
  }

  async read(handle: Handle): Promise<Floats> {
    this.#checkOpen();
    const slot = this.#own(handle, "read");
    return new Promise((resolve, reject) => {
      let tell = tellNobody;
      const fail = (error: DeviceError) => {
        this.#unreported.delete(error);
        tell = () => reject(error);
      };
      const work = () => {
        if (slot.error !== null) return fail(slot.error);
        return this.#attempt(
          () => this.#executor.read(slot.buffer as B),
          (values) => {
            tell = () => resolve(values);
          },
          (cause) => fail(this.#failure("read", slot.size, cause)),
        );
      };
      this.#enqueue({ work, needs: [slot], makes: null, tell: () => tell() });
    });
  }

  free(handle: Handle): void {
    const slot = this.#own(handle, "free");
    slot.gone = true;
    this.#count(-1, slot.size);
    if (this.#closing === null && slot.users === 0) this.#retire(slot);
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      const work = () =>
        this.#attempt(
          () => this.#executor.settle?.(),
          () => {},
          (cause) => {
            this.#failure("sync", 0, cause);
          },
        );
      const tell = () => {
        const [error] = this.#unreported;
        this.#unreported.clear();
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#enqueue({ work, needs: [], makes: null, tell });
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
    const donated = out instanceof Slot ? this.#own(out, kernel) : null;
    if (donated === null) checkShape(kernel, out as Shape);
    const slot = donated === null ? this.#newSlot(sizeOf(out as Shape)) : new Slot(donated.size, this);
    if (donated !== null) donated.gone = true;
    const work = (urgent: boolean) => {
      const buffers = args.map((arg) => (arg instanceof Slot ? arg.buffer : arg));
      const into = donated && this.#take(donated);
      const failed = inputs.find((input) => input.error !== null);
      if (failed === undefined) {
        return this.#fill(slot, kernel, () => this.#executor.run(kernel, slot.size, into, buffers, urgent), into);
      }
      slot.error = donated === null ? failed.error : donated.error;
      if (into !== null) this.#give(slot, into);
      return undefined;
    };
    this.#enqueue({ work, needs: donated === null ? inputs : [...inputs, donated], makes: slot, tell: tellNobody });
    return slot;
  }

  /** Computes a slot's buffer, perhaps in one that was donated. */
  #fill(slot: Slot<B>, what: string, work: () => B | Promise<B>, into: B | null): void | Promise<void> {
    const done = (buffer: B) => this.#give(slot, buffer);
    const failed = (cause: unknown) => {
      slot.error = this.#failure(what, slot.size, cause);
      if (into !== null) this.#release(into, slot.size);
    };
    const compute = () =>
      this.#attempt(work, done, (cause) => {
        if (!(cause instanceof OutOfMemory)) return failed(cause);
        return this.#collect(this.#heldBytes / 2).then(() => this.#attempt(work, done, failed));
      });
    const isShort = this.#executor.settle !== undefined && this.#heldBytes + this.#bytes(slot.size) > this.#pressure;
    return isShort ? this.#collect(this.#pressure / 2).then(compute) : compute();
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

  #enqueue(step: Step<B>): void {
    for (const slot of step.needs) slot.users++;
    if (step.makes !== null) step.makes.maker = step;
    if (this.#draining) {
      this.#waiting.push(step);
      return;
    }
    const pending = this.#perform(step, true);
    if (pending === undefined) return;
    this.#draining = true;
    void pending.then(() => this.#drain(step));
  }

  /** Goes on behind a step that has taken its time. */
  #drain(done: Step<B>): void {
    this.#finish(done);
    while (this.#next < this.#waiting.length) {
      const step = this.#waiting[this.#next++]!;
      if (this.#next === stepsAtOnce) {
        this.#waiting.splice(0, stepsAtOnce);
        this.#next = 0;
      }
      const pending = this.#perform(step, false);
      if (pending !== undefined) {
        void pending.then(() => this.#drain(step));
        return;
      }
    }
    this.#waiting.length = 0;
    this.#next = 0;
    this.#draining = false;
  }

  /** A step that returns a promise is to be finished once that has resolved. */
  #perform(step: Step<B>, urgent: boolean): void | Promise<void> {
    const { work, makes } = step;
    if (work === null) return undefined;
    step.work = null;
    if (makes !== null) makes.maker = null;
    const pending = work(urgent);
    if (pending === undefined) this.#finish(step);
    return pending;
  }

  #finish({ needs, makes, tell }: Step<B>): void {
    for (const slot of needs) if (--slot.users === 0 && slot.gone) this.#retire(slot);
    if (makes?.gone && makes.users === 0) this.#retire(makes);
    tell();
  }

  /** Gives up what nobody can ask for any more: the buffer, or the step that would compute it and what only that needs. */
  #retire(slot: Slot<B>): void {
    const retired = [slot];
    for (const each of retired) {
      const { maker } = each;
      if (maker !== null) {
        maker.work = null;
        each.maker = null;
        for (const needed of maker.needs) if (--needed.users === 0 && needed.gone) retired.push(needed);
      }
      const buffer = this.#take(each);
      if (buffer !== null) this.#release(buffer, each.size);
    }
  }

  /** The collector sees tensors, but not their buffers, and finds no reason to come by: it is given one. */
  async #collect(wanted: number): Promise<void> {
    for (let turn = 0; turn < 5 && this.#heldBytes > wanted; turn++) {
      provokeCollection();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#pressure = Math.max(leastPressure, 2 * this.#heldBytes);
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

  #give(slot: Slot<B>, buffer: B): void {
    slot.buffer = buffer;
    this.#heldBytes += this.#bytes(slot.size);
  }

  #take(slot: Slot<B>): B | null {
    const { buffer } = slot;
    slot.buffer = null;
    if (buffer !== null) this.#heldBytes -= this.#bytes(slot.size);
    return buffer;
  }

  #release(buffer: B, size: number): void {
    try {
      this.#executor.free(buffer);
    } catch (cause) {
      this.#failure("free", size, cause);
    }
  }

  #newSlot(size: number): Slot<B> {
    this.#count(1, size);
    return new Slot<B>(size, this);
  }

  #count(buffers: 1 | -1, size: number): void {
    this.#liveBuffers += buffers;
    this.#liveBytes += buffers * this.#bytes(size);
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
  }

  #bytes(size: number): number {
    return size * (this.dtype === "float64" ? 8 : 4);
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

/** Engines count the bytes of array buffers, touched or not, and collect when these grow. */
function provokeCollection(): void {
  try {
    for (let i = 0; i < 2; i++) new ArrayBuffer(2 ** 28);
  } catch {
    // Memory is so short that the engine has just collected by itself.
  }
}
