import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import { Rng } from "../../src/core/rng.ts";
import { type GpuDevice, gpu } from "../../src/devices/gpu/index.node.ts";
import { chooseDevice } from "../../src/devices/index.node.ts";
import { reference } from "../../src/devices/reference.ts";
import { checkOp, opInfos } from "../../src/gradcheck/index.ts";

let device: GpuDevice;

afterEach(() => device?.close());

describe("gradients on the gpu device", () => {
  it.each(opInfos.map((info) => [info.name, info] as const))("%s", async (_, info) => {
    device = await gpu({ fallback: "error", products: "vectors" });
    for (const order of [1, 2] as const) {
      const report = await checkOp(info, { device, order, cases: 6, seed: 42 });
      expect(report.failure).toBeNull();
    }
  });
});

describe("more than 2^24 elements", () => {
  const size = 2 ** 24 + 1003;
  const flat: BroadcastGeometry = { shape: [size], walk: { dims: [size], strides: [[1], [1]] } };

  /** Around the ends, around 2^24, and anywhere. */
  function places(): number[] {
    const rng = new Rng(3);
    const somewhere = Array.from({ length: 2000 }, () => rng.int(size));
    return [0, 1, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1, 2 ** 24 + 3, size - 2, size - 1, ...somewhere];
  }

  it("are each computed from their own", async () => {
    device = await gpu({ fallback: "error" });
    const values = Float32Array.from({ length: size }, (_, i) => (i % 4099) - 2000);
    const x = device.write(values);
    const doubled = await device.read(device.run.add([size], x, x, flat));
    const rectified = await device.read(device.run.relu([size], x));
    const walk = { dims: [size], strides: [[1]] };
    const tail = await device.read(
      device.run.strided([1003], x, { shape: [1003], walk: { ...walk, dims: [1003] }, offset: 2 ** 24 }),
    );
    for (const i of places()) {
      expect(doubled[i]).toBe(2 * values[i]);
      expect(rectified[i]).toBe(Math.max(0, values[i]));
    }
    expect(tail).toEqual(values.slice(2 ** 24));
    const kept = { dims: [1], strides: [[0]] };
    const ones = device.run.fill([size], { value: 1 });
    const sum = device.run.sum([1], ones, { shape: [], kept, reduced: walk, count: size });
    expect([...(await device.read(sum))]).toEqual([Math.fround(size)]);
  });

  it("of a dropout mask are the stream's", async () => {
    device = await gpu({ fallback: "error" });
    const g = { key: [7, 11] as const, p: 0.5, scale: 2 };
    const mask = await device.read(device.run.dropoutMask([size], g));
    const exact = reference();
    const wanted = await exact.read(exact.run.dropoutMask([size], g));
    expect(mask.findIndex((value, i) => value !== wanted[i])).toBe(-1);
  });

  it("of a product's output are right", async () => {
    device = await gpu({ fallback: "error" });
    const [m, k, n] = [4099, 1, 4099];
    const a = Float32Array.from({ length: m }, (_, i) => i % 61);
    const b = Float32Array.from({ length: n }, (_, i) => i % 67);
    const g = {
      m,
      k,
      n,
      transposeA: false,
      transposeB: false,
      batch: { dims: [1], strides: [[0], [0]] },
      shape: [m, n],
    };
    const y = await device.read(device.run.matmul([m, n], device.write(a), device.write(b), null, g));
    for (const i of places().filter((place) => place < m * n)) expect(y[i]).toBe(a[Math.floor(i / n)] * b[i % n]);
  });
});

describe("tiles", () => {
  it("are named by an option, and told", async () => {
    device = await gpu({ fallback: "error", tile: "32x32/4x4" });
    expect(device.tiles()).toEqual({ matmul: "32x32/4x4", convolution: "32x32/4x4", tuned: false });
    await device.close();
    device = await gpu({ fallback: "error", products: "vectors" });
    expect(device.tiles()).toBeNull();
    await device.close();
    device = await gpu({ fallback: "error" });
    if (device.software) {
      const tile = "64x64x16/4x4";
      expect(device.tiles()).toEqual({ matmul: tile, convolution: tile, tuned: false });
    }
    await expect(gpu({ tile: "64x64" as "32x32/4x4" })).rejects.toThrow(
      /^gpu: expected tile to be one of 64x64x16\/4x4, .*; got "64x64"$/,
    );
  });

  it("of convolutions whose images are staged alike read each its own taps", async () => {
    device = await gpu({ fallback: "error" });
    const exact = reference();
    const rng = new Rng(5);
    const draw = (shape: readonly number[]) =>
      Float32Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => rng.int(9) - 4);
    for (const [kernel, dilation] of [
      [
        [3, 2],
        [1, 2],
      ],
      [
        [2, 3],
        [2, 1],
      ],
    ] as const) {
      const g = conv2dGeometry("conv2d", [1, 3, 9, 9], [16, 3, ...kernel], { dilation });
      const [x, w] = [draw(g.xShape), draw(g.wShape)];
      const [got, wanted] = await Promise.all(
        [device, exact].map((on) => on.read(on.run.conv2d(g.shape, on.write(x), on.write(w), null, g))),
      );
      expect(got).toEqual(wanted);
    }
  });
});

describe("a lost device", () => {
  it("goes on on the cpu, with one line, and a new one starts afresh", async () => {
    const lines: string[] = [];
    const { warn } = console;
    console.warn = (line) => void lines.push(line);
    try {
      device = await gpu();
      const x = device.write([1, -2]);
      const y = device.run.neg([2], x);
      await device.sync();
      const { default: GPU } = await import("#gpu.js");
      (await GPU.WebGPUContext.acquire()).device.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await expect(device.read(y)).rejects.toThrow("lost with the device");
      expect([...(await device.read(device.run.relu([2], x)))]).toEqual([1, 0]);
      expect(device.stats()).toMatchObject({ calls: 1, fallbacks: [{ kernel: "relu", count: 1 }] });
      expect(lines.length).toBe(1);
      await device.close();
      device = await gpu({ fallback: "error" });
      expect([...(await device.read(device.run.relu([2], device.write([1, -2]))))]).toEqual([1, 0]);
    } finally {
      console.warn = warn;
    }
  });
});

describe("device(auto)", () => {
  it("never takes a software adapter", async () => {
    device = await gpu();
    const choice = await chooseDevice();
    await choice.device.close();
    if (device.software) expect(choice.reason).toMatch(/^cpu: .* is a software adapter$/);
    else expect(choice.reason).toMatch(/: calibrated on /);
  });
});

describe("a process with a gpu device", () => {
  const entry = new URL("../../dist/src/devices/gpu/index.node.js", import.meta.url).href;
  const start = `import { gpu } from "${entry}"; const device = await gpu();
    const y = device.run.relu([3], device.write([-1, 0, 1]));`;
  const scripts = {
    "after close": `console.log(await device.read(y)); await device.close();`,
    "without close": "console.log(await device.read(y));",
  };
  const run = (script: string, env: NodeJS.ProcessEnv = process.env) =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", start + script], { timeout: 20_000, env });

  it.each(Object.entries(scripts))("exits %s", async (_, script) => {
    expect((await run(script)).stdout).toContain("[ 0, 0, 1 ]");
  });

  it("computes on the cpu where there is no adapter, and says so once", async () => {
    const script = `${scripts["after close"]} console.log(JSON.stringify([device.backend, device.stats()]));`;
    const { stdout, stderr } = await run(script, {
      ...process.env,
      VK_DRIVER_FILES: "/nowhere",
      VK_ICD_FILENAMES: "/nowhere",
    });
    expect(stdout).toContain("[ 0, 0, 1 ]");
    expect(stdout).toContain(
      `["none",{"calls":0,"fallbacks":[{"kernel":"relu","reason":"no WebGPU adapter was found","count":1}]}]`,
    );
    expect(stderr.split("the gpu device computes on the cpu: no WebGPU adapter was found").length).toBe(2);
  });
});
