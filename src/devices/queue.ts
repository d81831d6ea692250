import { DeviceError, DisposedError } from "../core/errors.ts";
import { kind, list } from "../core/kinds.ts";
import { messageOf } from "../core/messageOf.ts";
import { checkArgument } from "../core/options.ts";
import { checkShape, type Shape, sizeOf } from "../core/shape.ts";
import { bytesOf, describeLargest } from "../core/storage.ts";
import type { Calls, Device, DType, Floats, Handle, Memory, Output } from "./device.ts";
import { Busy, type Executor, OutOfMemory } from "./executor.ts";
import type { KernelArguments, KernelName } from "./kernels.ts";
import { QueuedBuffer, Steps } from "./steps.ts";

const output = kind("a shape or a donated buffer", (value): value is Output => {
  return typeof value === "object" && value !== null;
});

/** From this many bytes of buffers on, the queue looks for unreachable tensors. */
const leastPressure = 2 ** 28;

/** Order and failure, once for every device. Kernels run in call order; `write` is a step like any other, and a buffer
 *  that was freed goes when the last step that needs it is done (see `Steps`).
 *
 *  Every failure has one owner. A failed step leaves its error in its output; what depends on it takes the error over
 *  without running, except that a donated buffer then keeps its values: a parameter outlives a step whose gradient
 *  failed. The first `read` of such an output, or else the next `sync` or `close`, rejects with the error. Nothing is
 *  swallowed, and nothing that the queue itself waits for becomes an unhandled rejection.
 *
 *  A loop that never awaits is slowed (see `Steps`). Tensors that it drops cannot be collected before it ends; from
 *  `leastPressure` on its steps therefore wait for that, and those whose results were dropped then never run. */
export class QueuedDevice<B> implements Device {
  readonly dtype: DType;
  readonly run: Calls;
  readonly #executor: Executor<B>;
  readonly #steps = new Steps<B>((queued) => this.#release(queued));
  /** In the order of their steps. */
  readonly #unreported = new Set<DeviceError>();
  #closing: Promise<void> | null = null;
  #liveBytes = 0;
  #peakBytes = 0;
  #liveBuffers = 0;
  /** Bytes of buffers that the executor holds, and how many bytes cause a collection. */
  #heldBytes = 0;
  #pressure = leastPressure;
  #collecting: Busy | null = null;

  constructor(executor: Executor<B>) {
    this.dtype = executor.dtype;
    this.#executor = executor;
    const calls = executor.kernels.map((kernel) => {
      return [kernel, (out: Output, ...args: KernelArguments<Handle>[typeof kernel]) => this.#call(kernel, out, args)];
    });
    this.run = Object.fromEntries(calls) as Calls;
  }

  get name(): string {
    return this.#executor.name;
  }

  write(values: ArrayLike<number>): Handle {
    this.#checkOpen();
    checkArgument("write", "values", values, list);
    const copy = this.#floats(values);
    const queued = this.#newBuffer(copy.length);
    queued.values = copy;
    const work = (urgent: boolean) => this.#fill(queued, "write", () => this.#executor.write(copy, urgent), null);
    this.#steps.add({ work, needs: [], makes: queued });
    return queued;
  }

  copyFrom(source: Device, handle: Handle): Handle {
    this.#checkOpen();
    const queued = this.#newBuffer(handle.size);
    const arrival = source.read(handle).then(
      (values) => {
        queued.values = this.#floats(values);
      },
      (cause: unknown) => {
        queued.error = this.#failure("copyFrom", queued.size, cause);
      },
    );
    const work = (urgent: boolean) => {
      const { values, error } = queued;
      if (error !== null) return undefined;
      if (values === null) return new Busy(arrival);
      return this.#fill(queued, "copyFrom", () => this.#executor.write(values, urgent), null);
    };
    this.#steps.add({ work, needs: [], makes: queued });
    return queued;
  }

  async read(handle: Handle): Promise<Floats> {
    this.#checkOpen();
    const queued = this.#own(handle, "read");
    return new Promise((resolve, reject) => {
      let tell = () => {};
      const fail = (error: DeviceError) => {
        this.#unreported.delete(error);
        tell = () => reject(error);
      };
      const work = () => {
        if (queued.error !== null) return fail(queued.error);
        return this.#attempt(
          () => this.#executor.read(queued.buffer as B),
          (values) => {
            tell = () => resolve(values);
          },
          (cause) => fail(this.#failure("read", queued.size, cause)),
        );
      };
      this.#steps.add({ work, needs: [queued], makes: null, tell: () => tell() });
    });
  }

  peek(handle: Handle): Floats | null {
    const { error, buffer, values } = this.#own(handle, "peek");
    if (error !== null) throw error;
    return buffer === null ? values : (this.#executor.peek?.(buffer) ?? null);
  }

  free(handle: Handle): void {
    const queued = this.#own(handle, "free");
    queued.gone = true;
    this.#count(-1, queued.size);
    if (this.#closing === null) this.#steps.retire(queued);
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
      this.#steps.add({ work, needs: [], makes: null, tell });
    });
  }

  memory(): Memory {
    return { liveBytes: this.#liveBytes, peakBytes: this.#peakBytes, liveBuffers: this.#liveBuffers };
  }

  close(): Promise<void> {
    this.#closing ??= this.sync().finally(() => this.#executor.close());
    return this.#closing;
  }

  #call<K extends KernelName>(kernel: K, out: Output, args: KernelArguments<Handle>[K]): Handle {
    this.#checkOpen();
    checkArgument(kernel, "out", out, output);
    const inputs: QueuedBuffer<B>[] = [];
    for (const arg of args) if (arg instanceof QueuedBuffer) inputs.push(this.#own(arg, kernel));
    const donated = "donated" in out ? this.#own(out.donated, kernel) : null;
    const queued = "donated" in out ? new QueuedBuffer<B>(out.donated.size, this) : this.#newOutput(kernel, out);
    if (donated !== null) donated.gone = true;
    const work = (urgent: boolean) => {
      const failed = inputs.find((input) => input.error !== null);
      if (failed === undefined) {
        const buffers = args.map((arg) => (arg instanceof QueuedBuffer ? arg.buffer : arg)) as KernelArguments<B>[K];
        const into = donated?.buffer ?? null;
        return this.#fill(
          queued,
          kernel,
          () => this.#executor.run(kernel, queued.size, into, buffers, urgent),
          donated,
        );
      }
      queued.error = donated === null ? failed.error : donated.error;
      if (donated !== null) this.#move(donated, queued);
      return undefined;
    };
    this.#steps.add({ work, needs: donated === null ? inputs : [...inputs, donated], makes: queued });
    return queued;
  }

  /** Computes a queued buffer's values, perhaps in that of one that was donated. */
  #fill(
    queued: QueuedBuffer<B>,
    what: string,
    compute: () => B | Promise<B> | Busy,
    donated: QueuedBuffer<B> | null,
  ): void | Promise<void> | Busy {
    const isAsynchronous = this.#executor.settle !== undefined;
    if (isAsynchronous && this.#heldBytes + this.#bytes(queued.size) > this.#pressure) return this.#collect(queued);
    const done = (buffer: B) => {
      if (donated !== null) this.#take(donated);
      this.#give(queued, buffer);
    };
    const failed = (cause: unknown) => {
      queued.error = this.#failure(what, queued.size, cause);
      if (donated !== null) this.#release(donated);
    };
    try {
      const buffer = compute();
      if (buffer instanceof Busy) return buffer;
      if (buffer instanceof Promise) return buffer.then(done, failed);
      done(buffer);
    } catch (cause) {
      if (cause instanceof OutOfMemory && isAsynchronous && !queued.wasShort) {
        queued.wasShort = true;
        return this.#collect(queued);
      }
      failed(cause);
    }
    return undefined;
  }

  /** Runs `work` now, at once where it is synchronous; never throws and never rejects. */
  #attempt<T>(work: () => T | Promise<T>, done: (value: T) => void, failed: (cause: unknown) => void) {
    try {
      const value = work();
      if (value instanceof Promise) return value.then(done, failed);
      done(value);
    } catch (cause) {
      failed(cause);
    }
    return undefined;
  }

  /** Has tensors that nobody can reach collected, and raises the limit so that the buffer fits in. */
  #collect({ size }: QueuedBuffer<B>): Busy {
    const collect = async () => {
      const wanted = this.#heldBytes / 2;
      for (let turn = 0; turn < 5 && this.#heldBytes > wanted; turn++) {
        provokeCollection();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      this.#pressure = Math.max(leastPressure, 2 * (this.#heldBytes + this.#bytes(size)));
      this.#collecting = null;
    };
    this.#collecting ??= new Busy(collect());
    return this.#collecting;
  }

  #failure(what: string, size: number, cause: unknown): DeviceError {
    const error = cause instanceof DeviceError ? cause : this.#describe(what, size, cause);
    this.#unreported.add(error);
    return error;
  }

  #describe(what: string, size: number, cause: unknown): DeviceError {
    const reason = messageOf(cause);
    const largest =
      cause instanceof OutOfMemory
        ? describeLargest(this, 3, (handle) => this.#isOwn(handle) && handle.buffer !== null)
        : "";
    const tensors = largest === "" ? "" : `; the largest tensors: ${largest}`;
    return new DeviceError(`${what}: failed on ${this.name} (${size} elements): ${reason}${tensors}`, { cause });
  }

  #give(queued: QueuedBuffer<B>, buffer: B): void {
    queued.buffer = buffer;
    queued.values = null;
    this.#heldBytes += this.#bytes(queued.size);
  }

  #take(queued: QueuedBuffer<B>): B | null {
    const { buffer } = queued;
    queued.buffer = null;
    if (buffer !== null) this.#heldBytes -= this.#bytes(queued.size);
    return buffer;
  }

  #move(from: QueuedBuffer<B>, to: QueuedBuffer<B>): void {
    const buffer = this.#take(from);
    if (buffer !== null) this.#give(to, buffer);
  }

  #release(queued: QueuedBuffer<B>): void {
    const buffer = this.#take(queued);
    if (buffer === null) return;
    try {
      this.#executor.free(buffer);
    } catch (cause) {
      this.#failure("free", queued.size, cause);
    }
  }

  #newOutput(kernel: KernelName, shape: Shape): QueuedBuffer<B> {
    checkShape(kernel, shape);
    return this.#newBuffer(sizeOf(shape));
  }

  #newBuffer(size: number): QueuedBuffer<B> {
    this.#count(1, size);
    return new QueuedBuffer<B>(size, this);
  }

  #count(buffers: 1 | -1, size: number): void {
    this.#liveBuffers += buffers;
    this.#liveBytes += buffers * this.#bytes(size);
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
  }

  #floats(values: ArrayLike<number>): Floats {
    return this.dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values);
  }

  #bytes(size: number): number {
    return size * bytesOf(this.dtype);
  }

  #own(handle: Handle, what: string): QueuedBuffer<B> {
    if (!this.#isOwn(handle)) {
      throw new DeviceError(`${what}: expected a buffer of ${this.name}; got one of another device`);
    }
    if (handle.gone) throw new DisposedError(`${what}: the buffer was freed`);
    return handle;
  }

  #isOwn(handle: Handle): handle is QueuedBuffer<B> {
    return handle instanceof QueuedBuffer && handle.owner === this;
  }

  #checkOpen(): void {
    if (this.#closing !== null) throw new DeviceError(`${this.name}: the device is closed`);
  }
}

/** The garbage collector sees tensors, but not their buffers, and finds no reason to run. Engines count the bytes of
 *  array buffers, touched or not, and collect when these grow. */
function provokeCollection(): void {
  try {
    for (let i = 0; i < 2; i++) new ArrayBuffer(2 ** 28);
  } catch {
    // Memory is so short that the engine has just collected by itself.
  }
}
