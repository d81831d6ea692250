import { cpu } from "../../../src/devices/cpu/index.node.ts";
import { type Device, type Rng, reference } from "../../../src/index.ts";

const callsPerDevice = 300;
let shared: { readonly device: Promise<Device>; left: number } | null = null;

/** A device that calls share: its threads take time to start. */
function sharedCpu(): Promise<Device> {
  if (shared === null || shared.left-- === 0) {
    void shared?.device.then((device) => device.close());
    shared = { device: cpu({ threads: 2 }), left: callsPerDevice };
  }
  return shared.device;
}

/** The shared device was closed: the next call gets another. */
export function spend(): void {
  shared = null;
}

/** Mostly the reference. */
export async function deviceOf(rng: Rng): Promise<Device> {
  return rng.int(4) === 0 ? sharedCpu() : reference();
}
