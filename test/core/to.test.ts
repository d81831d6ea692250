import { afterAll, describe, expect, it } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { makeDevice } from "../../src/devices/gpu/makeDevice.ts";
import { defaultTiling } from "../../src/devices/gpu/tiling.ts";
import * as ag from "../../src/index.ts";
import { emulatedDriver } from "../devices/gpu/emulated.ts";

const options = { obstacle: "", newCpu: null, products: "tiled", tiling: defaultTiling, warn: () => {} } as const;
const devices: Readonly<Record<string, ag.Device>> = {
  reference: ag.reference(),
  exact: ag.reference({ dtype: "float64" }),
  cpu: await cpu({ threads: 1 }),
  gpu: await makeDevice({ driver: emulatedDriver(), ...options }),
};
const pairs = Object.keys(devices).flatMap((from) =>
  Object.keys(devices).map((to) => [devices[from], devices[to], `${from} to ${to}`] as const),
);

afterAll(async () => {
  for (const device of Object.values(devices)) await device.close();
});

describe("to", () => {
  it.each(pairs)("has the same values there, and the gradient here: $2", async (from, to) => {
    const baseline = [from, to].map((device) => device.memory().liveBuffers);
    const x = ag.tensor([0.1, 2, -3], { device: from, requiresGrad: true });
    const y = ag.scope(() => {
      const there = x.mul(2).to(to);
      expect(there.device).toBe(to);
      const y = there.mul(there);
      y.sum().backward();
      return y.detach();
    });
    const doubled = (await x.data()).map((value) => 2 * value);
    expect((await y.data())[1]).toBe(16);
    expect(await y.data()).toBeInstanceOf(to.dtype === "float64" ? Float64Array : Float32Array);
    expect(x.grad!.device).toBe(from);
    const expected = doubled.map((value) => 4 * value);
    for (const [i, value] of (await x.grad!.data()).entries()) expect(value).toBeCloseTo(expected[i], 6);
    for (const each of [x.grad!, x, y]) each.dispose();
    expect([from, to].map((device) => device.memory().liveBuffers)).toEqual(baseline);
  });

  it("can be differentiated again", async () => {
    const x = ag.tensor([2, 3], { device: devices.cpu, requiresGrad: true });
    const [dx] = ag.grad([x.to(devices.exact).pow(3).sum()], [x], { createGraph: true });
    const [ddx] = ag.grad([dx.sum()], [x]);
    expect([...(await ddx.data())]).toEqual([12, 18]);
  });

  it("is a tensor of its own on the same device too", async () => {
    const x = ag.ones([2], { device: devices.reference });
    const y = x.to(devices.reference);
    y.dispose();
    expect(await x.toArray()).toEqual([1, 1]);
  });

  it("fails as its source failed, once", async () => {
    const [from, to] = [devices.cpu, devices.gpu];
    const closed = await cpu({ threads: 1 });
    const x = ag.ones([2], { device: closed });
    await closed.close();
    const y = x.to(to).neg();
    await expect(y.data()).rejects.toThrow("the device is closed");
    await to.sync();
    await from.sync();
  });

  it("reports what failed where nobody reads it", async () => {
    const closed = await cpu({ threads: 1 });
    const x = ag.ones([2], { device: closed });
    await closed.close();
    x.to(devices.cpu).dispose();
    await expect(devices.cpu.sync()).rejects.toThrow("the device is closed");
  });

  it("lets the reference say that values are on their way", async () => {
    const device = ag.reference();
    const y = ag.ones([2], { device: devices.gpu }).to(device).neg();
    expect(String(y)).toContain("not read yet");
    expect(await y.toArray()).toEqual([-1, -1]);
    expect(String(y)).toContain("[-1., -1.]");
  });

  it("refuses what is no device", () => {
    expect(() => ag.ones([1], { device: devices.reference }).to(Object("gpu"))).toThrow(
      new ag.ArgumentError("to: expected device to be a device; got a String"),
    );
  });
});

describe("Module.to", () => {
  it("moves parameters, gradients and buffers in place, for the optimizer that has them", async () => {
    const [from, to] = [devices.reference, devices.cpu];
    const model = new ag.Sequential([
      new ag.Linear(2, 2, { device: from, rng: new ag.Rng(1) }),
      new ag.BatchNorm1d(2, { device: from }),
    ]);
    const before = await model.state();
    const optimizer = new ag.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
    const x = ag.tensor([1, 2, 3, 5], [2, 2], { device: from });
    model.forward(x).mul(x).sum().backward();
    const gradient = await model.parameters()[0].grad!.data();
    expect(model.to(to)).toBe(model);
    expect(await model.state()).not.toEqual(before); // the running statistics have moved
    expect(await model.parameters()[0].grad!.data()).toEqual(gradient);
    for (const tensor of [...model.parameters(), ...model.namedBuffers().values()]) {
      expect([tensor.device, tensor.grad?.device ?? to]).toEqual([to, to]);
    }
    optimizer.step();
    optimizer.zeroGrad();
    model.forward(x.to(to)).mul(x.to(to)).sum().backward();
    optimizer.step();
    expect((await model.state())["0.weight"].data).not.toEqual(before["0.weight"].data);
  });
});
