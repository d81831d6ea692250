import GPU from "#gpu.js";
import { DeviceError } from "../../core/errors.ts";
import {
  type Adapter,
  type Buffer,
  checkSize,
  type Driver,
  type DriverMemory,
  type Pass,
  sizeOfPass,
  type View,
} from "./driver.ts";
import type { WebGPUContext, WebGPUKernel } from "./gpujs.d.ts";
import { KernelCache } from "./kernelCache.ts";
import { BufferPool } from "./pool.ts";

const MAP_READ_COPY_DST = 0x01 | 0x08;

class WebGpuBuffer implements Buffer {
  readonly size: number;
  readonly buffer: GPUBuffer;

  constructor(size: number, buffer: GPUBuffer) {
    this.size = size;
    this.buffer = buffer;
  }
}

/** gpu.js has one WebGPU device for all of its users. */
let users = 0;

/** @throws DeviceError if there is no adapter. */
export async function webgpuDriver(): Promise<Driver> {
  const context = await GPU.WebGPUContext.acquire().catch((cause: unknown) => {
    throw new DeviceError("no WebGPU adapter was found", { cause });
  });
  users++;
  return new WebGpuDriver(context);
}

class WebGpuDriver implements Driver {
  readonly backend = "webgpu";
  readonly products = "tiled";
  readonly adapter: Adapter;
  readonly maxBytes: number;
  lost = "";
  readonly #gpu = new GPU({ mode: "webgpu" });
  readonly #context: WebGPUContext;
  readonly #pool: BufferPool;
  readonly #kernels = new KernelCache<WebGPUKernel>(this.#gpu, "WebGPUBuffer", { pipeline: true, immutable: false });
  #failure: DeviceError | null = null;
  readonly #onError = ({ error }: GPUUncapturedErrorEvent) => {
    this.#failure ??= new DeviceError(`gpu: ${error.message}`);
  };

  constructor(context: WebGPUContext) {
    const { adapter, device } = context;
    this.#context = context;
    this.#pool = new BufferPool(device);
    this.adapter = describeAdapter(adapter);
    this.maxBytes = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    device.lost.then(({ message }) => {
      this.lost = message.trim() || "the device was lost";
    });
    // gpu.js prints them.
    device.onuncapturederror = null;
    device.addEventListener("uncapturederror", this.#onError);
  }

  async upload(values: Float32Array): Promise<WebGpuBuffer> {
    const stored = await this.#allocate(values.length);
    this.#context.device.queue.writeBuffer(stored.buffer, 0, values as Float32Array<ArrayBuffer>);
    return stored;
  }

  async read({ size, buffer }: WebGpuBuffer): Promise<Float32Array> {
    const { device } = this.#context;
    const staging = device.createBuffer({ size: size * 4, usage: MAP_READ_COPY_DST });
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, size * 4);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(0x01);
      this.#checkFailure();
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  free({ buffer }: WebGpuBuffer): void {
    this.#pool.give(buffer);
  }

  /** gpu.js submits at the call, and returns the buffer that the kernel would have chosen: the one given here. */
  async launch(pass: Pass): Promise<WebGpuBuffer> {
    const { tiles, threads } = pass;
    const out = await this.#allocate(sizeOfPass(pass));
    const shortcut = this.#kernels.get(pass, (kernel) => {
      if (tiles !== undefined) inject(kernel, tiles);
    });
    const { kernel } = shortcut;
    try {
      if (kernel.built) shortcut.setOutput(threads);
      kernel.outputBuffer = out.buffer;
      kernel.bindGroupDirty = true;
      await shortcut(...pass.args.map((arg) => (typeof arg === "number" ? arg : this.#handleOf(arg))));
      return out;
    } catch (error) {
      kernel.outputBuffer = null;
      this.free(out);
      this.#kernels.forget(pass);
      throw error;
    } finally {
      kernel.outputBuffer = null;
    }
  }

  memory(): DriverMemory {
    return { gpuBytes: this.#pool.bytes, idleBytes: this.#pool.idleBytes, kernels: this.#kernels.size };
  }

  async settle(): Promise<void> {
    await this.#context.device.queue.onSubmittedWorkDone();
    this.#checkFailure();
  }

  lose(): void {
    this.#context.device.destroy();
  }

  async close(): Promise<void> {
    this.#context.device.removeEventListener("uncapturederror", this.#onError);
    this.#kernels.clear();
    await this.#gpu.destroy();
    if (--users === 0) await GPU.WebGPUContext.destroy();
  }

  #checkFailure(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  async #allocate(size: number): Promise<WebGpuBuffer> {
    checkSize(size, this.maxBytes);
    return new WebGpuBuffer(size, await this.#pool.take(size * 4));
  }

  #handleOf({ buffer, dims }: View): object {
    const settings = { buffer: (buffer as WebGpuBuffer).buffer, output: dims, context: this.#context, kernel: null };
    return new GPU.WebGPUBufferResult(settings);
  }
}

function inject(kernel: WebGPUKernel, { wgsl, workgroup }: NonNullable<Pass["tiles"]>): void {
  kernel.assembleWGSL = () => {
    Object.assign(kernel, { workgroupSize: workgroup });
    return wgsl();
  };
}

function describeAdapter({ info }: GPUAdapter): Adapter {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const name = [vendor, architecture, description || device].filter((part) => part !== "").join(" ") || "unnamed";
  return { name, software: isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(name) };
}
