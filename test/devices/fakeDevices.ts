import { DeviceError } from "../../src/core/errors.ts";
import type { Calls, Device, Handle } from "../../src/devices/device.ts";
import type { GpuDevice } from "../../src/devices/gpu/device.ts";
import type { Store } from "../../src/devices/store.ts";

/** A clock that only work moves. */
export class Clock {
  ms = 0;
  readonly now = () => this.ms;
}

/** Milliseconds of a call that makes `size` elements. */
export type Cost = (kernel: string, size: number) => number;

/** A device that computes nothing, and takes its time on a clock; none for what is freed before it waits. */
export class FakeDevice implements Device {
  readonly dtype = "float32";
  readonly name: string;
  readonly run: Calls;
  calls = 0;
  isClosed = false;
  readonly #live = new Set<Handle>();
  readonly #clock: Clock;
  readonly #pending = new Map<Handle, number>();

  constructor(name: string, clock: Clock, cost: Cost) {
    this.name = name;
    this.#clock = clock;
    const call = (kernel: string) => (shape: readonly number[]) => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      this.calls++;
      const made = this.#make(size);
      this.#pending.set(made, cost(kernel, size));
      return made;
    };
    this.run = new Proxy({} as Calls, { get: (_, kernel) => call(String(kernel)) });
  }

  write(values: ArrayLike<number>): Handle {
    return this.#make(values.length);
  }

  copyFrom(_: Device, { size }: Handle): Handle {
    return this.#make(size);
  }

  async read({ size }: Handle): Promise<Float32Array> {
    await this.sync();
    return new Float32Array(size);
  }

  free(handle: Handle): void {
    this.#live.delete(handle);
    this.#pending.delete(handle);
  }

  async sync(): Promise<void> {
    for (const ms of this.#pending.values()) this.#clock.ms += ms;
    this.#pending.clear();
  }

  memory() {
    return { liveBytes: 0, peakBytes: 0, liveBuffers: this.#live.size };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #make(size: number): Handle {
    const handle = { size };
    this.#live.add(handle);
    return handle;
  }
}

export class FakeGpu extends FakeDevice implements GpuDevice {
  readonly backend = "webgpu";
  readonly adapter: string;
  readonly software: boolean;
  /** From this call on it is lost. */
  readonly #lostAt: number;

  constructor(
    clock: Clock,
    cost: Cost,
    { adapter = "NVIDIA", software = false, lostAt = Number.POSITIVE_INFINITY } = {},
  ) {
    super("gpu", clock, cost);
    this.adapter = adapter;
    this.software = software;
    this.#lostAt = lostAt;
  }

  override async sync(): Promise<void> {
    if (this.calls >= this.#lostAt) throw new DeviceError("relu: the GPU cannot run it: the device was lost");
    await super.sync();
  }

  tiles() {
    return null;
  }

  stats() {
    return { calls: this.calls, fallbacks: [] };
  }

  override memory() {
    return { ...super.memory(), gpuBytes: 0, idleBytes: 0, kernels: 0 };
  }
}

/** A store in memory, as JSON. */
export class FakeStore implements Store {
  readonly kept = new Map<string, string>();

  read(key: string): unknown {
    const text = this.kept.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  write(key: string, value: unknown): void {
    this.kept.set(key, JSON.stringify(value));
  }
}
