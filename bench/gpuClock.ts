/** Queries of a set, as many as WebGPU allows; each pass takes two. */
const setSize = 4096;
const usage = { resolve: 0x0200 | 0x0004, read: 0x0001 | 0x0008 } as const;

/** Milliseconds by the GPU's own clock: what its compute passes took from begin to end, without what lies between them and
 *  without what the CPU does. Only passes recorded in `time` are timed.
 *
 *  Browsers round such times down to 65,536 ns, so that a short pass takes none or one of these: chains of tens of
 *  milliseconds are right on average. */
export class GpuClock {
  readonly #device: GPUDevice;
  #sets: GPUQuerySet[] = [];
  #used = 0;
  #isRunning = false;

  /** @param device with the feature "timestamp-query". */
  constructor(device: GPUDevice) {
    this.#device = device;
    const create = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => {
      const encoder = create(descriptor);
      if (!this.#isRunning) return encoder;
      const begin = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (pass) => begin({ ...pass, timestampWrites: this.#nextPair() });
      return encoder;
    };
  }

  /** Times the passes that `work` has the GPU do. What fails is not timed, nor counted by the next.
   *  @returns milliseconds, once the GPU has done all that was submitted. */
  async time(work: () => Promise<unknown>): Promise<number> {
    this.#sets = [];
    this.#isRunning = true;
    try {
      await work();
    } finally {
      this.#isRunning = false;
    }
    return this.#read();
  }

  async #read(): Promise<number> {
    const [sets, device] = [this.#sets, this.#device];
    this.#sets = [];
    const bytes = 8 * setSize * sets.length;
    if (bytes === 0) return 0;
    const resolved = device.createBuffer({ size: bytes, usage: usage.resolve });
    const readable = device.createBuffer({ size: bytes, usage: usage.read });
    try {
      const encoder = device.createCommandEncoder();
      for (const [i, set] of sets.entries()) {
        const count = i === sets.length - 1 ? this.#used : setSize;
        encoder.resolveQuerySet(set, 0, count, resolved, 8 * setSize * i);
      }
      encoder.copyBufferToBuffer(resolved, 0, readable, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await readable.mapAsync(1);
      const count = setSize * (sets.length - 1) + this.#used;
      return sumOf(new BigUint64Array(readable.getMappedRange(), 0, count));
    } finally {
      for (const each of [...sets, resolved, readable]) each.destroy();
      this.#used = 0;
    }
  }

  #nextPair(): GPUComputePassTimestampWrites {
    if (this.#sets.length === 0 || this.#used === setSize) {
      this.#sets.push(this.#device.createQuerySet({ type: "timestamp", count: setSize }));
      this.#used = 0;
    }
    this.#used += 2;
    const [beginningOfPassWriteIndex, endOfPassWriteIndex] = [this.#used - 2, this.#used - 1];
    return { querySet: this.#sets.at(-1)!, beginningOfPassWriteIndex, endOfPassWriteIndex };
  }
}

function sumOf(times: BigUint64Array): number {
  let ns = 0n;
  for (let i = 0; i < times.length; i += 2) {
    if (times[i + 1]! < times[i]!) {
      throw new Error(`the GPU's clock: expected a pass to end after it begins; got ${times[i]} to ${times[i + 1]} ns`);
    }
    ns += times[i + 1]! - times[i]!;
  }
  return Number(ns) / 1e6;
}

/** From now on, adapters' devices have timestamps where the adapter has them. Comes before the first device is opened.
 *  @param gpu the platform's WebGPU.
 *  @returns the clock of the device that was made last; null where it has none. */
export function provideClock(gpu: Pick<GPU, "requestAdapter">): () => GpuClock | null {
  let latest: GpuClock | null = null;
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (adapter !== null) {
      onDevice(adapter, (device) => {
        latest = device.features.has("timestamp-query") ? new GpuClock(device) : null;
      });
    }
    return adapter;
  };
  return () => latest;
}

function onDevice(adapter: GPUAdapter, tell: (device: GPUDevice) => void): void {
  const requestDevice = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const wanted = adapter.features.has("timestamp-query") ? ["timestamp-query" as const] : [];
    const device = await requestDevice({
      ...descriptor,
      requiredFeatures: [...(descriptor?.requiredFeatures ?? []), ...wanted],
    });
    tell(device);
    return device;
  };
}
