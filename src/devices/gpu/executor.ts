import { DeviceError } from "../../core/errors.ts";
import { messageOf } from "../../core/messageOf.ts";
import type { Device, Floats, Handle } from "../device.ts";
import type { Executor } from "../executor.ts";
import type { KernelArguments, KernelName } from "../kernels.ts";
import type { GpuStats } from "./device.ts";
import type { Buffer, Driver, Products } from "./driver.ts";
import { Launcher, type Plan, type Plans } from "./plan.ts";
import { plans } from "./plans.ts";
import type { Tiling } from "./tiling.ts";

export interface GpuOptions {
  /** Null: there is no adapter, for the reason given. */
  readonly driver: Driver | null;
  readonly obstacle: string;
  /** Makes the device that computes what the GPU cannot; null: that is an error. */
  readonly newCpu: (() => Promise<Device>) | null;
  readonly products: Products;
  readonly tiling: Tiling;
  readonly warn: (line: string) => void;
}

/** A tensor's values, wherever they are: uploaded at their first use on the GPU, and only once. What was written keeps its
 *  copy on the host, so that it outlives a lost device. */
class GpuBuffer {
  readonly size: number;
  values: Float32Array | null;
  device: Buffer | null;
  cpu: Handle | null;

  constructor(size: number, { values = null, device = null, cpu = null }: Partial<Omit<GpuBuffer, "size">>) {
    this.size = size;
    this.values = values;
    this.device = device;
    this.cpu = cpu;
  }
}

/** Runs calls on the GPU; those that it cannot take, on the cpu device: each is counted, and warned of once. */
export class GpuExecutor implements Executor<GpuBuffer> {
  readonly name = "gpu";
  readonly dtype = "float32";
  readonly kernels = Object.keys(plans) as KernelName[];
  readonly #options: GpuOptions;
  readonly #fallbacks = new Map<string, { kernel: KernelName; reason: string; count: number }>();
  readonly #warned = new Set<string>();
  #cpu: Device | null = null;
  #calls = 0;

  constructor(options: GpuOptions) {
    this.#options = options;
  }

  stats(): GpuStats {
    return { calls: this.#calls, fallbacks: [...this.#fallbacks.values()].map((fallback) => ({ ...fallback })) };
  }

  write(values: Floats): GpuBuffer {
    return new GpuBuffer(values.length, { values: values as Float32Array });
  }

  async read(buffer: GpuBuffer): Promise<Float32Array> {
    const { values, device, cpu } = buffer;
    if (values !== null) return values.slice();
    if (cpu !== null) return (await (await this.#openCpu()).read(cpu)) as Float32Array;
    const driver = this.#options.driver!;
    if (driver.lost !== "") throw lostWith(driver);
    return driver.read(device!).catch((error: unknown) => {
      throw driver.lost === "" ? error : lostWith(driver);
    });
  }

  free({ device, cpu }: GpuBuffer): void {
    if (device !== null) this.#options.driver!.free(device);
    if (cpu !== null) this.#cpu?.free(cpu);
  }

  async run<K extends KernelName>(
    kernel: K,
    size: number,
    into: GpuBuffer | null,
    args: KernelArguments<GpuBuffer>[K],
  ): Promise<GpuBuffer> {
    const out = await this.#compute(kernel, size, args);
    if (into !== null) this.free(into);
    return out;
  }

  async settle(): Promise<void> {
    await this.#options.driver?.settle();
  }

  async close(): Promise<void> {
    await this.#options.driver?.close();
    await this.#cpu?.close();
  }

  async #compute<K extends KernelName>(
    kernel: K,
    size: number,
    args: KernelArguments<GpuBuffer>[K],
  ): Promise<GpuBuffer> {
    const { driver, obstacle } = this.#options;
    if (driver === null) return this.#computeOnCpu(kernel, size, args, obstacle);
    if (driver.lost !== "") return this.#computeOnCpu(kernel, size, args, driver.lost);
    const launcher = new Launcher(driver, this.#options.products, this.#options.tiling);
    let result: Buffer | null = null;
    try {
      const buffers: unknown[] = [];
      for (const arg of args) buffers.push(arg instanceof GpuBuffer ? await this.#onDevice(arg, driver) : arg);
      const plan: Plan<K> = (plans as Plans)[kernel];
      result = await plan(launcher, size, ...(buffers as KernelArguments<Buffer>[K]));
    } catch (error) {
      const reason = driver.lost || firstLine(error);
      return this.#computeOnCpu(kernel, size, args, reason, error);
    } finally {
      launcher.finish(result);
    }
    this.#calls++;
    return new GpuBuffer(size, { device: result });
  }

  async #computeOnCpu<K extends KernelName>(
    kernel: K,
    size: number,
    args: KernelArguments<GpuBuffer>[K],
    reason: string,
    cause?: unknown,
  ): Promise<GpuBuffer> {
    if (this.#options.newCpu === null) throw new DeviceError(`${kernel}: the GPU cannot run it: ${reason}`, { cause });
    this.#count(kernel, reason);
    const cpu = await this.#openCpu();
    const handles: unknown[] = [];
    for (const arg of args) handles.push(arg instanceof GpuBuffer ? await this.#onCpu(arg, cpu) : arg);
    return new GpuBuffer(size, { cpu: cpu.run[kernel]([size], ...(handles as KernelArguments<Handle>[K])) });
  }

  async #onDevice(buffer: GpuBuffer, driver: Driver): Promise<Buffer> {
    buffer.device ??= await driver.upload(await this.read(buffer));
    return buffer.device;
  }

  async #onCpu(buffer: GpuBuffer, cpu: Device): Promise<Handle> {
    buffer.cpu ??= cpu.write(await this.read(buffer));
    return buffer.cpu;
  }

  async #openCpu(): Promise<Device> {
    this.#cpu ??= await this.#options.newCpu!();
    return this.#cpu;
  }

  /** One line for what concerns a kernel, and one in all for what concerns the whole device. */
  #count(kernel: KernelName, reason: string): void {
    const known = this.#fallbacks.get(`${kernel} ${reason}`);
    const fallback = known ?? { kernel, reason, count: 0 };
    fallback.count++;
    this.#fallbacks.set(`${kernel} ${reason}`, fallback);
    const { driver } = this.#options;
    const whole = driver === null || driver.lost !== "";
    const line = whole
      ? `alexgrad: the gpu device computes on the cpu: ${reason}`
      : `alexgrad: ${kernel} runs on the cpu: ${reason}`;
    if (this.#warned.has(line)) return;
    this.#warned.add(line);
    this.#options.warn(line);
  }
}

function lostWith({ lost }: Driver): DeviceError {
  return new DeviceError(`gpu: the values were lost with the device (${lost})`);
}

function firstLine(error: unknown): string {
  const message = messageOf(error);
  return message.split("\n")[0];
}
