import { conv2dGeometry } from "../core/geometry/conv2d.ts";
import { callback } from "../core/kinds.ts";
import { checkArgument, checkChoice, checkOptions } from "../core/options.ts";
import { sizeOf } from "../core/shape.ts";
import type { Device } from "./device.ts";
import type { GpuDevice } from "./gpu/device.ts";
import type { GpuDeviceOptions } from "./gpu/options.ts";
import { reference } from "./reference.ts";

/** Something to time: it resolves when the device has computed it. */
export type Workload = (device: Device) => Promise<unknown>;

/** What `chooseDevice` chose. */
export interface Choice {
  /** The fastest one. */
  readonly device: Device;
  /** Why this one, with the times measured. */
  readonly reason: string;
}

/** The names that `device` knows. */
export const deviceNames = ["auto", "cpu", "gpu", "reference"] as const;
/** A device by name: see `device`. */
export type DeviceName = (typeof deviceNames)[number];

interface Platform {
  readonly cpu: () => Promise<Device>;
  readonly gpu: (options?: GpuDeviceOptions) => Promise<GpuDevice>;
}

/** `device` and `chooseDevice`, with what the platform has. */
export function devicesOf({ cpu, gpu }: Platform) {
  async function device(name: DeviceName, options: { readonly workload?: Workload } = {}): Promise<Device> {
    checkChoice("device", "name", name, deviceNames);
    checkOptions("device", options, { workload: callback<Workload>() });
    if (name === "auto") return (await chooseDevice(options.workload)).device;
    return name === "gpu" ? gpu() : name === "cpu" ? cpu() : reference();
  }

  async function chooseDevice(workload: Workload = convolution): Promise<Choice> {
    checkArgument("chooseDevice", "workload", workload, callback<Workload>());
    const other = await cpu().catch(() => reference());
    const probed = await gpu({ fallback: "error" }).catch(messageOf);
    if (typeof probed === "string") return { device: other, reason: `${other.name}: ${probed}` };
    let reason: string | null = null;
    try {
      if (probed.software) return { device: other, reason: `${other.name}: ${probed.adapter} is a software adapter` };
      const gpuTime = await time(probed, workload);
      const otherTime = await time(other, workload);
      const times = `the probe took ${gpuTime.toFixed(1)} ms on ${probed.adapter}, ${otherTime.toFixed(1)} ms on the ${other.name} device`;
      if (otherTime <= gpuTime) return { device: other, reason: `${other.name}: ${times}` };
      reason = `gpu: ${times}`;
    } catch (error) {
      return { device: other, reason: `${other.name}: ${probed.adapter} failed at the probe: ${messageOf(error)}` };
    } finally {
      await probed.close();
    }
    await other.close();
    return { device: await gpu(), reason };
  }

  return { device, chooseDevice };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Milliseconds, the better of two runs after one that compiles. */
async function time(device: Device, workload: Workload): Promise<number> {
  await workload(device);
  const times: number[] = [];
  for (let run = 0; run < 2; run++) {
    const start = performance.now();
    await workload(device);
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

/** AlexNet's second convolution with its weight gradient, for four images. */
async function convolution(device: Device): Promise<void> {
  const g = conv2dGeometry("probe", [4, 64, 27, 27], [192, 64, 5, 5], { padding: 2 });
  const x = device.write(new Float32Array(sizeOf(g.xShape)).fill(1));
  const w = device.write(new Float32Array(sizeOf(g.wShape)).fill(1));
  const y = device.run.conv2d(g.shape, x, w, null, g);
  const dw = device.run.conv2dGradWeight(g.wShape, y, x, g);
  await device.read(dw);
  for (const handle of [x, w, y, dw]) device.free(handle);
}
