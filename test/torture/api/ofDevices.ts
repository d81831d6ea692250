import { DeviceError } from "../../../src/core/errors.ts";
import type { Handle } from "../../../src/devices/device.ts";
import { type Calls, call, method } from "./call.ts";
import { spend } from "./devices.ts";

/** What devices do themselves. A kernel's geometry is its operator's word, and taken for right. */
export const ofDevices: Calls = {
  "Device.write": (w) => method(w.device, "write", [1, 2]),
  "Device.read": (w) => method(w.device, "read", w.device.write([1, 2])),
  "Device.free": (w) => method(w.device, "free", w.device.write([1, 2])),
  "Device.sync": (w) => method(w.device, "sync"),
  "Device.memory": (w) => method(w.device, "memory"),
  "Device.run.neg": (w) => call((x: Handle) => w.device.run.neg([2], x), w.device.write([1, 2])),
  "Device.run.exp": (w) =>
    call((out: Handle) => w.device.run.exp({ donated: out }, w.device.write([1, 2])), w.device.write([3, 4])),
  "Device.run.fill": (w) => call((out: number[]) => w.device.run.fill(out, { value: 1 }), [2, 3]),
  "Device.close": (w) => {
    spend();
    const x = w.t(64, 64);
    return call(async () => {
      const product = x.matmul(x);
      const closed = w.device.close();
      if (w.device.close() !== closed) throw new Error("closing twice is not closing once");
      await closed;
      for (const use of [() => product.neg(), () => w.device.write([1]), () => product.data()]) await refused(use);
    });
  },
};

async function refused(use: () => unknown): Promise<void> {
  try {
    await use();
  } catch (error) {
    if (error instanceof DeviceError) return;
    throw error;
  }
  throw new Error("a closed device is used");
}
