import { OptionError } from "../core/errors.ts";
import { boolean, callback } from "../core/kinds.ts";
import { messageOf } from "../core/messageOf.ts";
import { checkArgument, checkChoice, checkOptions } from "../core/options.ts";
import { version } from "../core/version.ts";
import { calibrate } from "./calibrate.ts";
import { type Calibration, describeCalibration, gpuPays, isCalibration, isComplete } from "./calibration.ts";
import type { CpuDevice } from "./cpu/device.ts";
import type { Device } from "./device.ts";
import type { GpuDevice } from "./gpu/device.ts";
import type { GpuDeviceOptions } from "./gpu/options.ts";
import { reference } from "./reference.ts";
import type { Store } from "./store.ts";

/** Something to time: it resolves when the device has computed it. */
export type Workload = (device: Device) => Promise<unknown>;

/** How `chooseDevice` measures. */
export interface ChooseOptions {
  /** Calibrate again, and keep that in place of what was kept. Default: false. */
  readonly calibrate?: boolean;
}

/** What `chooseDevice` chose. */
export interface Choice {
  /** The fastest one. */
  readonly device: Device;
  /** Why this one, with what was measured. */
  readonly reason: string;
  /** What decided, unless it was a workload, or nothing to be measured. */
  readonly calibration: KeptCalibration | null;
}

/** A calibration, and under which name it is kept on this machine, unless it is not complete. */
export interface KeptCalibration extends Calibration {
  readonly key: string;
}

/** The names that `device` knows. */
export const deviceNames = ["auto", "cpu", "gpu", "reference"] as const;
/** A device by name: see `device`. */
export type DeviceName = (typeof deviceNames)[number];

interface Platform {
  readonly cpu: () => Promise<Device>;
  readonly gpu: (options?: GpuDeviceOptions) => Promise<GpuDevice>;
  readonly store: Store;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What was measured, and whether the GPU is faster by it. */
interface Verdict {
  readonly isGpu: boolean;
  readonly reason: string;
  readonly calibration: KeptCalibration | null;
}

/** `device` and `chooseDevice`, with what the platform has. */
export function devicesOf({ cpu, gpu, store, now }: Platform) {
  async function device(
    name: DeviceName,
    options: { readonly workload?: Workload } & ChooseOptions = {},
  ): Promise<Device> {
    checkChoice("device", "name", name, deviceNames);
    checkOptions("device", options, { workload: callback<Workload>(), calibrate: boolean });
    const { workload, ...rest } = options;
    if (name === "auto") return (await chooseDevice(workload, rest)).device;
    return name === "gpu" ? gpu() : name === "cpu" ? cpu() : reference();
  }

  async function chooseDevice(workload?: Workload, options: ChooseOptions = {}): Promise<Choice> {
    checkOptions("chooseDevice", options, { calibrate: boolean });
    if (workload !== undefined) checkArgument("chooseDevice", "workload", workload, callback<Workload>());
    if (workload !== undefined && options.calibrate) {
      throw new OptionError("chooseDevice: expected a workload or calibrate, which does without; got both");
    }
    const other = await cpu().catch(() => reference());
    const instead = (why: string) => ({ device: other, reason: `${other.name}: ${why}`, calibration: null });
    const probed = await gpu({ fallback: "error" }).catch(messageOf);
    if (typeof probed === "string") return instead(probed);
    let verdict: Verdict;
    try {
      if (probed.software) return instead(`${probed.adapter} is a software adapter`);
      verdict =
        workload === undefined
          ? await byCalibration(other, probed, options.calibrate ?? false)
          : await byWorkload(other, probed, workload);
    } catch (error) {
      return instead(`${probed.adapter} failed when it was measured: ${messageOf(error)}`);
    } finally {
      await probed.close();
    }
    const { isGpu, reason, calibration } = verdict;
    if (!isGpu) return { device: other, reason: `${other.name}: ${reason}`, calibration };
    await other.close();
    return { device: await gpu(), reason: `gpu: ${reason}`, calibration };
  }

  async function byCalibration(other: Device, probed: GpuDevice, isAgain: boolean): Promise<Verdict> {
    const key = keyOf(other, probed);
    const kept = isAgain ? undefined : store.read(key);
    const calibration = isCalibration(kept) ? kept : await calibrate(other, probed, now);
    if (calibration !== kept && isComplete(calibration)) store.write(key, calibration);
    const reason = `calibrated on ${probed.adapter} on ${calibration.date.slice(0, 10)}, the GPU is ${describeCalibration(calibration)}`;
    return { isGpu: gpuPays(calibration), reason, calibration: { ...calibration, key } };
  }

  async function byWorkload(other: Device, probed: GpuDevice, workload: Workload): Promise<Verdict> {
    const gpuTime = await time(probed, workload);
    const otherTime = await time(other, workload);
    const reason = `the workload took ${gpuTime.toFixed(1)} ms on ${probed.adapter}, ${otherTime.toFixed(1)} ms on the ${other.name} device`;
    return { isGpu: gpuTime < otherTime, reason, calibration: null };
  }

  /** Milliseconds, the better of two runs after one that compiles. */
  async function time(device: Device, workload: Workload): Promise<number> {
    await workload(device);
    const times: number[] = [];
    for (let run = 0; run < 2; run++) {
      const start = now();
      await workload(device);
      times.push(now() - start);
    }
    return Math.min(...times);
  }

  return { device, chooseDevice };
}

/** Other kernels, another adapter, another number of threads, or other instructions are measured for themselves. */
function keyOf(other: Device, { backend, adapter }: GpuDevice): string {
  const { threads = 1, simd = "", tile = "" } = other as Partial<CpuDevice>;
  return `auto ${version} ${backend} ${adapter} ${other.name} ${threads} ${simd} ${tile}`;
}
