import { beforeEach, describe, expect, it } from "vitest";
import { DeviceError } from "../../src/core/errors.ts";
import { devicesOf } from "../../src/devices/auto.ts";
import { Clock, type Cost, FakeDevice, FakeGpu, FakeStore } from "./fakeDevices.ts";

const perElement =
  (ms: number): Cost =>
  (_, size) =>
    size * ms;
const constant =
  (ms: number): Cost =>
  () =>
    ms;

let clock: Clock;
let store: FakeStore;
let opened: FakeGpu[];

beforeEach(() => {
  clock = new Clock();
  store = new FakeStore();
  opened = [];
});

interface Machine {
  readonly cpu?: Cost;
  readonly cpuFacts?: object;
  readonly gpu?: Cost | null;
  readonly adapter?: string;
  readonly software?: boolean;
  readonly lostAt?: number;
}

/** The cpu's time grows with the output, the GPU's does not: it pays from some size on. */
function machine({ cpu = perElement(1e-5), gpu = constant(0.5), cpuFacts, ...options }: Machine = {}) {
  return devicesOf({
    cpu: async () => Object.assign(new FakeDevice("cpu", clock, cpu), cpuFacts),
    gpu: async () => {
      if (gpu === null) throw new DeviceError("gpu: no WebGPU adapter was found");
      const device = new FakeGpu(clock, gpu, options);
      opened.push(device);
      return device;
    },
    store,
    now: clock.now,
  });
}

describe("auto", () => {
  it("takes the GPU where it is faster at most sizes, and says at which", async () => {
    const { device, reason, calibration } = await machine().chooseDevice();
    expect(device.name).toBe("gpu");
    expect(reason).toMatch(/^gpu: calibrated on NVIDIA on \d{4}-\d\d-\d\d, the GPU is faster at \d+ of 14 sizes: /);
    expect(reason).toContain("matmul from n = 256 (cpu up to n = 128)");
    expect(reason).toContain("relu from batch 1, the smallest measured");
    expect(calibration?.operators.map(({ name }) => name)).toEqual(["matmul", "conv2d", "maxPool2d", "relu"]);
    expect([opened[0]!.isClosed, opened[1]]).toEqual([true, device]);
  });

  it("takes the cpu device where the GPU is faster at few", async () => {
    const { device, reason } = await machine({ gpu: constant(5) }).chooseDevice();
    expect(device.name).toBe("cpu");
    expect(reason).toContain("matmul from n = 1024 (cpu up to n = 512)");
    expect(reason).toContain("maxPool2d from batch 16 (cpu up to batch 4)");
    expect(opened.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it("takes what is as fast for no reason to leave the cpu device", async () => {
    const { device, reason } = await machine({ cpu: constant(1), gpu: constant(1) }).chooseDevice();
    expect([device.name, reason.includes("faster at 0 of 14 sizes: matmul not up to n = 1024 (not settled)")]).toEqual([
      "cpu",
      true,
    ]);
  });

  it("measures once, and decides by what was kept without a call", async () => {
    const first = await machine().chooseDevice();
    const calls = opened[0]!.calls;
    const second = await machine({ cpu: constant(0) }).chooseDevice();
    expect(calls).toBeGreaterThan(0);
    expect(opened[2]!.calls).toBe(0);
    expect(second.reason).toBe(first.reason);
    expect(second.calibration).toEqual(first.calibration);
    expect(store.kept.size).toBe(1);
  });

  it("measures again when asked to, and keeps that", async () => {
    await machine().chooseDevice();
    const again = await machine({ gpu: constant(10) }).device("auto", { calibrate: true });
    const kept = await machine().chooseDevice();
    expect([again.name, kept.device.name, store.kept.size]).toEqual(["cpu", "cpu", 1]);
  });

  it("measures another adapter for itself", async () => {
    await machine().chooseDevice();
    const { device } = await machine({ gpu: constant(10), adapter: "Intel" }).chooseDevice();
    expect([device.name, store.kept.size]).toEqual(["cpu", 2]);
  });

  it("measures another version for itself", async () => {
    await machine().chooseDevice();
    const [[key, value]] = [...store.kept];
    store.kept.clear();
    store.kept.set(key.replace(/^auto \S+/, "auto 0.0.1"), value);
    const { device } = await machine({ gpu: constant(10) }).chooseDevice();
    expect([device.name, store.kept.size]).toEqual(["cpu", 2]);
  });

  it.each([
    ["{}"],
    ["7"],
    ["[]"],
    ['{"date":"2026-11-27","operators":[]}'],
    [
      '{"date":"2026-11-27","operators":[{"name":"matmul","unit":"n","sizes":[{"scale":64,"faster":"gpu","cpu":1,"gpu":1}]}]}',
    ],
    ['{"date":"2026-11-27","operators":[{"name":"matmul","unit":"n","scales":[64],"sizes":[]}]}'],
    [
      '{"date":"2026-11-27","operators":[{"name":"matmul","unit":"n","scales":[64],"sizes":[{"scale":64,"faster":"tpu","cpu":1,"gpu":1}]}]}',
    ],
    [
      '{"date":1,"operators":[{"name":"matmul","unit":"n","scales":[64],"sizes":[{"scale":64,"faster":"gpu","cpu":1,"gpu":1}]}]}',
    ],
  ])("measures again where %s was kept", async (text) => {
    await machine().chooseDevice();
    const [key] = [...store.kept.keys()];
    store.kept.set(key!, text);
    const { device } = await machine().chooseDevice();
    expect([device.name, opened[2]!.calls > 0]).toEqual(["gpu", true]);
    expect(store.kept.get(key!)).not.toBe(text);
  });

  it("measures each time where nothing can be kept", async () => {
    store.write = () => {};
    await machine().chooseDevice();
    const { device } = await machine({ gpu: constant(10) }).chooseDevice();
    expect(device.name).toBe("cpu");
  });

  it.each([{ threads: 8 }, { simd: "base" }, { tile: "4×8" }])(
    "measures a cpu device with %o for itself",
    async (facts) => {
      const cpuFacts = { threads: 4, simd: "relaxed", tile: "6×16" };
      await machine({ cpuFacts }).chooseDevice();
      const { device } = await machine({ gpu: constant(10), cpuFacts: { ...cpuFacts, ...facts } }).chooseDevice();
      expect([device.name, store.kept.size]).toEqual(["cpu", 2]);
    },
  );

  it("begins no larger size when its time is up, and keeps nothing then", async () => {
    const { calibration, reason } = await machine({ cpu: constant(400), gpu: constant(500) }).chooseDevice();
    expect(calibration?.operators.map(({ sizes }) => sizes.length)).toEqual([1, 1, 1, 1]);
    expect(reason).toContain("faster at 0 of 14 sizes");
    expect(store.kept.size).toBe(0);
  });

  it("leaves its time to the sizes: what the first product tunes is not counted", async () => {
    let first = true;
    const gpu = () => {
      const ms = first ? 3000 : 5;
      first = false;
      return ms;
    };
    const { calibration } = await machine({ gpu }).chooseDevice();
    expect(calibration?.operators.map(({ scales, sizes }) => scales.length - sizes.length)).toEqual([0, 0, 0, 0]);
    expect(store.kept.size).toBe(1);
  });

  it("gives the GPU the sizes above two that it won, and leaves no operator that it may win", async () => {
    const { device, reason, calibration } = await machine({ cpu: constant(700), gpu: constant(500) }).chooseDevice();
    expect(calibration?.operators.map(({ sizes }) => sizes.length)).toEqual([2, 2, 2, 2]);
    expect(reason).toContain("faster at 14 of 14 sizes");
    expect([device.name, store.kept.size]).toEqual(["gpu", 1]);
  });

  it("takes the cpu device where the GPU is lost meanwhile, and keeps nothing", async () => {
    const { device, reason, calibration } = await machine({ lostAt: 40 }).chooseDevice();
    expect([device.name, calibration, store.kept.size]).toEqual(["cpu", null, 0]);
    expect(reason).toBe("cpu: NVIDIA failed when it was measured: relu: the GPU cannot run it: the device was lost");
    expect(opened.map(({ isClosed }) => isClosed)).toEqual([true]);
    expect([device.memory().liveBuffers, opened[0]!.memory().liveBuffers]).toEqual([0, 0]);
  });

  it("measures no software adapter, and none that is not there", async () => {
    const software = await machine({ software: true, adapter: "SwiftShader" }).chooseDevice();
    const none = await machine({ gpu: null }).chooseDevice();
    expect(software.reason).toBe("cpu: SwiftShader is a software adapter");
    expect(none.reason).toBe("cpu: gpu: no WebGPU adapter was found");
    expect([software.calibration, none.calibration, store.kept.size, opened[0]!.calls]).toEqual([null, null, 0, 0]);
  });

  it("times a workload of the caller's, whatever was kept", async () => {
    await machine().chooseDevice();
    const ran: string[] = [];
    const { device, reason, calibration } = await machine().chooseDevice(async (on) => {
      ran.push(on.name);
      clock.ms += on.name === "gpu" ? 3 : 2;
    });
    expect(ran).toEqual(["gpu", "gpu", "gpu", "cpu", "cpu", "cpu"]);
    expect([device.name, calibration]).toEqual(["cpu", null]);
    expect(reason).toBe("cpu: the workload took 3.0 ms on NVIDIA, 2.0 ms on the cpu device");
  });

  it("refuses a workload with a calibration", async () => {
    const { device } = machine();
    await expect(device("auto", { workload: async () => {}, calibrate: true })).rejects.toThrow(
      "chooseDevice: expected a workload or calibrate, which does without; got both",
    );
    expect(opened).toEqual([]);
  });
});
