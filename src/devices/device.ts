import type { Shape } from "../core/shape.ts";
import type { KernelArguments, KernelName } from "./kernels.ts";

/** What a device computes with. */
export type DType = "float32" | "float64";

/** A flat array of a device's float type. */
export type Floats = Float32Array | Float64Array;

/** A buffer on a device, perhaps not computed yet. Only its device can look inside. */
export interface Handle {
  readonly size: number;
}

/** Where a kernel's output goes: into a new buffer of this shape, or into one that is given up to it: the device may write
 *  over that, and only the handle that the call returns may be used from then on. */
export type Output = Shape | { readonly donated: Handle };

/** The kernels as an operator calls them. They return at once; the work runs in call order. */
export type Calls = { readonly [K in KernelName]: (out: Output, ...args: KernelArguments<Handle>[K]) => Handle };

/** What a device's tensors take. */
export interface Memory {
  /** Bytes of all buffers not yet freed. */
  readonly liveBytes: number;
  readonly peakBytes: number;
  readonly liveBuffers: number;
}

/** Where tensors live and kernels run. Calls return at once and run in call order; only `read` and `sync` wait. */
export interface Device {
  readonly name: string;
  readonly dtype: DType;
  readonly run: Calls;
  /** Copies the values now: the caller may change them afterwards. */
  write(values: ArrayLike<number>): Handle;
  /** A buffer of the values of another device's buffer, in this device's dtype. They arrive once that device has computed
   *  them; where it fails, what depends on them fails with its error. */
  copyFrom(source: Device, handle: Handle): Handle;
  /** A copy of the buffer's values, once computed. Rejects with the first failure the buffer depends on. */
  read(handle: Handle): Promise<Floats>;
  /** The buffer's values, to be read at once and not changed, if need be after working on the calling thread until they are
   *  there; null where that is not to be had. A device whose values are elsewhere leaves it out.
   *  @throws DeviceError if computing them failed. */
  peek?(handle: Handle): Floats | null;
  free(handle: Handle): void;
  /** Waits for everything called so far. Rejects with the first failure since the last `sync`. */
  sync(): Promise<void>;
  memory(): Memory;
  /** Waits for what is under way, then lets the process exit. */
  close(): Promise<void>;
}
