import { DeviceError } from "../../core/errors.ts";

const STORAGE_COPY = 0x80 | 0x04 | 0x08;

/** Buffers of a WebGPU device, used again and again: a new one costs an allocation and, before its first use, a pass that
 *  clears it. All together never take more than the buffers in use at the busiest moment did. */
export class BufferPool {
  readonly #device: GPUDevice;
  /** In the order in which they fell idle. */
  readonly #idle = new Set<GPUBuffer>();
  #busyBytes = 0;
  #peakBytes = 0;
  #idleBytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get idleBytes(): number {
    return this.#idleBytes;
  }

  get bytes(): number {
    return this.#busyBytes + this.#idleBytes;
  }

  /** @throws DeviceError if the device has no room. */
  async take(bytes: number): Promise<GPUBuffer> {
    const size = roundUp(bytes);
    this.#busyBytes += size;
    this.#peakBytes = Math.max(this.#peakBytes, this.#busyBytes);
    for (const buffer of this.#idle) {
      if (buffer.size !== size) continue;
      this.#idle.delete(buffer);
      this.#idleBytes -= size;
      return buffer;
    }
    this.#trim(this.#peakBytes - this.#busyBytes);
    const buffer = (await this.#create(size)) ?? (await this.#createInstead(size));
    if (buffer !== null) return buffer;
    this.#busyBytes -= size;
    throw new DeviceError(`the GPU has no memory left for a buffer of ${size} bytes`);
  }

  give(buffer: GPUBuffer): void {
    this.#busyBytes -= buffer.size;
    this.#idleBytes += buffer.size;
    this.#idle.add(buffer);
  }

  /** Destroys idle buffers, the longest idle first, until they take at most `bytes`. */
  #trim(bytes: number): void {
    for (const buffer of this.#idle) {
      if (this.#idleBytes <= bytes) return;
      this.#idle.delete(buffer);
      this.#idleBytes -= buffer.size;
      buffer.destroy();
    }
  }

  #createInstead(size: number): Promise<GPUBuffer | null> {
    this.#trim(0);
    return this.#create(size);
  }

  /** Null if there is no room. */
  async #create(size: number): Promise<GPUBuffer | null> {
    this.#device.pushErrorScope("out-of-memory");
    this.#device.pushErrorScope("validation");
    const buffer = this.#device.createBuffer({ size, usage: STORAGE_COPY });
    const errors = await Promise.all([this.#device.popErrorScope(), this.#device.popErrorScope()]);
    return errors.every((error) => error === null) ? buffer : null;
  }
}

/** Up to an eighth more, so that sizes that differ a little share buffers. */
function roundUp(bytes: number): number {
  const step = Math.max(256, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 3));
  return Math.ceil(Math.max(bytes, 1) / step) * step;
}
