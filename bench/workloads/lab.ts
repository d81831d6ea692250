import type { Rng } from "../../src/core/rng.ts";
import type { CpuDevice } from "../../src/devices/cpu/device.ts";
import type { Device } from "../../src/devices/device.ts";
import type { GpuDevice } from "../../src/devices/gpu/device.ts";
import type { Contender, Facts } from "../engine/contender.ts";
import type { Asked, Limit, Subject, Task } from "../engine/measure.ts";
import type { GpuClock } from "../gpuClock.ts";
import type { Traffic } from "./work.ts";

/** A device that takes part. */
export interface Entrant {
  /** Among contenders: "cpu, 2 threads". */
  readonly name: string;
  open(): Promise<Device>;
}

/** What workloads run on: the platform's devices, their limits, and other libraries. */
export interface Lab {
  readonly entrants: readonly Entrant[];
  /** Numbers of threads, for what runs on no device. */
  readonly threads: readonly number[];
  /** The clock of the gpu device that was opened last. Left out, or null: it has none. */
  clock?(): GpuClock | null;
  /** What bounds these at some work. */
  limits(contenders: readonly Contender[], traffic: Traffic): Promise<Limit[]>;
  /** The cpu device. @param threads default: as many as the machine runs at a time. */
  cpu(threads?: number): Promise<Device>;
  /** Other libraries at one of the tasks of bench/peers, and what is asked of ours beside them. */
  peers(
    task: PeerTask,
    batch: number,
  ): Promise<{ readonly contenders: readonly Contender[]; readonly asked: readonly Asked[] }>;
}

/** What peers can be asked for; bench/peers/README.md says what each is. */
export type PeerTask = "gemm" | "forward" | "train" | "cifar";

/** A task that is made when its turn has come, as it takes memory; or several, each when the one before it is measured. */
export interface Plan extends Pick<Subject, "group" | "what" | "size" | "pass"> {
  prepare(lab: Lab): Promise<Task> | AsyncIterable<Task>;
}

export function factsOf(device: Device): Facts {
  const { threads, simd } = device as Partial<CpuDevice>;
  const { backend, adapter, stats } = device as Partial<GpuDevice>;
  return {
    device: device.name,
    ...(threads !== undefined && { threads }),
    ...(simd !== undefined && { simd }),
    ...(backend !== undefined && { backend }),
    ...(adapter !== undefined && { adapter }),
    ...(stats !== undefined && { fallbacks: stats.call(device).fallbacks.reduce((sum, { count }) => sum + count, 0) }),
  };
}

/** How a contender works on its device. */
export type Job = Pick<Contender, "run" | "check">;

/** A contender on each device of the lab, which it closes at its end. */
export async function contendersOn(lab: Lab, prepare: (device: Device) => Job | Promise<Job>): Promise<Contender[]> {
  const contenders: Contender[] = [];
  return closingOnFailure(contenders, async () => {
    for (const { name, open } of lab.entrants) contenders.push(await enter(name, await open(), prepare));
    return contenders;
  });
}

async function enter(name: string, device: Device, prepare: (device: Device) => Job | Promise<Job>) {
  return closingOnFailure([device], async () => {
    const job = await prepare(device);
    const one = device.write([1]);
    return {
      ...job,
      name,
      async wake() {
        device.free(device.run.neg([1], one));
        await device.sync();
      },
      facts: () => factsOf(device),
      peakBytes: () => device.memory().peakBytes,
      close: () => device.close(),
    };
  });
}

type Closable = Pick<Contender, "close">;

/** Closes every one, also after one that fails.
 *  @throws what the first of these threw. */
export async function closeAll(all: readonly Closable[]): Promise<void> {
  const errors: unknown[] = [];
  for (const each of all) {
    try {
      await each.close?.();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** What is made with those that are open: where it fails, they are closed, also those that came while it was made. */
export async function closingOnFailure<T>(open: readonly Closable[], make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    await closeAll(open).catch(() => {});
    throw error;
  }
}

type Values = ArrayLike<number>;

/** The largest difference from what is wanted, as a share of what is allowed for the rounding of sums of so many terms:
 *  (128 + 4·terms)·2⁻²⁴ of the largest element, as the checks of devices allow. */
export function errorOf(got: Values, wanted: Values, terms: number): number {
  let [largest, error] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    largest = Math.max(largest, Math.abs(wanted[i]));
    const difference = Math.abs(got[i] - wanted[i]);
    error = difference >= 0 ? Math.max(error, difference) : Number.POSITIVE_INFINITY;
  }
  if (error === 0) return 0;
  return error / ((128 + 4 * terms) * 2 ** -24 * largest);
}

/** Computes once, when first asked for. */
export function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
}

/** The same numbers for everybody. */
export function draw(size: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => rng.uniform(-1, 1));
}

/** "1×3×227×227". */
export function times(shape: readonly number[]): string {
  return shape.join("×");
}
