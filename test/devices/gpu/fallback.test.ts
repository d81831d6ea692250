import { afterEach, describe, expect, it } from "vitest";
import { DeviceError, OptionError } from "../../../src/core/errors.ts";
import { cpu } from "../../../src/devices/cpu/index.node.ts";
import type { Buffer, Driver, Pass } from "../../../src/devices/gpu/driver.ts";
import { type GpuDevice, gpu } from "../../../src/devices/gpu/index.node.ts";
import { makeDevice } from "../../../src/devices/gpu/makeDevice.ts";
import { defaultTiling } from "../../../src/devices/gpu/tiling.ts";
import { emulatedDriver } from "./emulated.ts";

/** gpu.js without a GPU, with faults at will. */
class FaultyDriver implements Driver {
  readonly backend = "webasm";
  readonly products = "vectors";
  readonly adapter = { name: "faulty", software: true };
  readonly #driver = emulatedDriver();
  maxBytes = 2 ** 30;
  lost = "";
  /** The name of a kernel's function that does not build. */
  broken = "";
  live = 0;

  upload(values: Float32Array): Promise<Buffer> {
    this.#check(values.length);
    this.live++;
    return this.#driver.upload(values);
  }

  read(buffer: Buffer): Promise<Float32Array> {
    return this.#driver.read(buffer);
  }

  free(): void {
    this.live--;
  }

  launch(pass: Pass): Promise<Buffer> {
    const { kernel } = pass;
    if (kernel === this.broken) throw new Error(`cannot compile ${kernel}\n--- the whole source ---`);
    this.#check(pass.threads.reduce((size, n) => size * n, pass.width));
    this.live++;
    return this.#driver.launch(pass);
  }

  memory() {
    return this.#driver.memory();
  }

  settle(): Promise<void> {
    return this.#driver.settle();
  }

  lose(): void {
    this.lost = "unplugged";
  }

  close(): Promise<void> {
    return this.#driver.close();
  }

  #check(size: number): void {
    if (size * 4 > this.maxBytes) throw new DeviceError(`a buffer of ${size * 4} bytes is above the limit`);
  }
}

const lines: string[] = [];
const opened: GpuDevice[] = [];

function open(driver: Driver | null, fallback: "cpu" | "error" = "cpu"): GpuDevice {
  const newCpu = fallback === "cpu" ? () => cpu({ threads: 1 }) : null;
  const warn = (line: string) => void lines.push(line);
  const device = makeDevice({
    driver,
    obstacle: "there is no GPU",
    newCpu,
    products: "vectors",
    tiling: defaultTiling,
    warn,
  });
  opened.push(device);
  return device;
}

afterEach(async () => {
  for (const device of opened.splice(0)) await device.close().catch(() => {});
  lines.length = 0;
});

const sum = (size: number) => ({ shape: [size], walk: { dims: [size], strides: [[1], [1]] } });
const read = async (device: GpuDevice, handle: Parameters<GpuDevice["read"]>[0]) => [...(await device.read(handle))];

describe("what the GPU cannot take", () => {
  it("a kernel that does not build runs on the cpu, is counted and said once, and the next runs on the GPU", async () => {
    const driver = new FaultyDriver();
    driver.broken = "relu";
    const device = open(driver);
    const x = device.write([-1, 2]);
    const twice = device.run.add([2], x, x, sum(2));
    const half = device.run.relu([2], twice);
    const again = device.run.relu([2], twice);
    const total = device.run.add([2], half, again, sum(2));
    expect(await read(device, total)).toEqual([0, 8]);
    expect(device.stats()).toEqual({
      calls: 2,
      fallbacks: [{ kernel: "relu", reason: "cannot compile relu", count: 2 }],
    });
    expect(lines).toEqual(["alexgrad: relu runs on the cpu: cannot compile relu"]);
    for (const handle of [x, twice, half, again, total]) device.free(handle);
    await device.sync();
    expect(driver.live).toBe(0);
    expect(device.memory()).toMatchObject({ liveBytes: 0, liveBuffers: 0 });
  });

  it("a buffer above the adapter's limit lives on the cpu until something smaller comes of it", async () => {
    const driver = new FaultyDriver();
    driver.maxBytes = 64;
    const device = open(driver);
    const large = device.write(new Float32Array(40).fill(1));
    const doubled = device.run.add([40], large, large, sum(40));
    const kept = { dims: [1], strides: [[0]] };
    const reduced = { dims: [40], strides: [[1]] };
    const small = device.run.sum([1], doubled, { shape: [], kept, reduced, count: 40 });
    const next = device.run.neg([1], small);
    expect(await read(device, next)).toEqual([-80]);
    expect(device.stats().calls).toBe(1);
    expect(device.stats().fallbacks.map(({ kernel, reason }) => `${kernel}: ${reason}`)).toEqual([
      "add: a buffer of 160 bytes is above the limit",
      "sum: a buffer of 160 bytes is above the limit",
    ]);
  });

  it("a lost device: what was written goes on on the cpu, what was on the GPU alone says that it is gone", async () => {
    const driver = new FaultyDriver();
    const device = open(driver);
    const x = device.write([1, -2]);
    const y = device.run.neg([2], x);
    await device.sync();
    driver.lost = "the device was lost";
    await expect(device.read(y)).rejects.toThrow("gpu: the values were lost with the device (the device was lost)");
    const ofLost = device.run.neg([2], y);
    await expect(device.read(ofLost)).rejects.toThrow(DeviceError);
    expect(await read(device, device.run.relu([2], x))).toEqual([1, 0]);
    expect(await read(device, device.run.relu([2], device.write([-3, 3])))).toEqual([0, 3]);
    expect(device.stats()).toMatchObject({ calls: 1 });
    expect(lines).toEqual(["alexgrad: the gpu device computes on the cpu: the device was lost"]);
  });

  it("no adapter: everything runs on the cpu, with one line", async () => {
    const device = open(null);
    const x = device.write([-1, 4]);
    const y = device.run.relu([2], x);
    expect(await read(device, device.run.sqrt([2], y))).toEqual([0, 2]);
    expect(device).toMatchObject({ backend: "none", adapter: "none", software: true });
    expect(device.stats()).toEqual({
      calls: 0,
      fallbacks: [
        { kernel: "relu", reason: "there is no GPU", count: 1 },
        { kernel: "sqrt", reason: "there is no GPU", count: 1 },
      ],
    });
    expect(lines).toEqual(["alexgrad: the gpu device computes on the cpu: there is no GPU"]);
  });

  it("is an error that names the kernel, where that is asked for", async () => {
    const driver = new FaultyDriver();
    driver.broken = "relu";
    const device = open(driver, "error");
    const y = device.run.relu([2], device.write([1, 2]));
    await expect(device.read(y)).rejects.toThrow("relu: the GPU cannot run it: cannot compile relu");
    driver.lost = "the device was lost";
    const z = device.run.neg([2], device.write([1, 2]));
    await expect(device.read(z)).rejects.toThrow("neg: the GPU cannot run it: the device was lost");
    expect(device.stats()).toEqual({ calls: 0, fallbacks: [] });
    expect(lines).toEqual([]);
  });
});

describe("gpu()", () => {
  it.each([
    [{ backend: "webgl2" }, "gpu: expected backend webgpu in Node; webgl2 runs in browsers only"],
    [{ backend: "vulkan" }, /^gpu: expected backend/],
    [{ fallback: "reference" }, /^gpu: expected fallback/],
    [{ products: "fast" }, /^gpu: expected products/],
  ])("refuses %j", async (options, message) => {
    const opening = gpu(options as object);
    await expect(opening).rejects.toThrow(OptionError);
    await expect(opening).rejects.toThrow(message);
  });
});
