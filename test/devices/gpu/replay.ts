import type { Device, Handle } from "../../../src/devices/device.ts";
import type { Call } from "./calls.ts";

/** What a call gave, or why it failed. */
export type Outcome = Float32Array | { readonly error: string };

/** Runs calls on a device, one by one, through the seam. Each finds NaN in the memory that it is given. Stands alone: it
 *  is sent to browsers as text. */
export async function replay(device: Device, calls: readonly Call[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { kernel, size, args, donated } of calls) {
    const blank = device.write(new Float32Array(size).fill(Number.NaN));
    const spoilt = device.run.relu([size], blank);
    device.free(blank);
    device.free(spoilt);
    const handles = new Map<unknown, Handle>();
    for (const arg of args) {
      if (arg instanceof Float32Array && !handles.has(arg)) handles.set(arg, device.write(arg));
    }
    const target = donated === null ? null : handles.get(args[donated])!;
    const call = device.run[kernel] as (...call: readonly unknown[]) => Handle;
    const out = call(target === null ? [size] : { donated: target }, ...args.map((arg) => handles.get(arg) ?? arg));
    try {
      outcomes.push((await device.read(out)) as Float32Array);
    } catch (error) {
      outcomes.push({ error: String(error instanceof Error ? error.message : error) });
    }
    for (const handle of handles.values()) if (handle !== target) device.free(handle);
    device.free(out);
  }
  return outcomes;
}
