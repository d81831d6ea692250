import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Calls, Device, Handle, Output } from "../../src/devices/device.ts";
import type { KernelArguments, KernelName } from "../../src/devices/kernels.ts";

type Args = readonly (Handle | null | object)[];

/** A kernel's call, which can be made again. */
export interface Call {
  readonly kernel: KernelName;
  /** Elements of the output, and of each input. */
  readonly size: number;
  readonly inputs: readonly number[];
  /** The last argument. */
  readonly geometry: object | null;
  /** Makes it once more.
   *  @returns frees what it made, once that is computed: what is freed before its turn never is. */
  repeat(): () => void;
}

/** Equal calls: of the same kernel and geometry. */
export interface CountedCall {
  readonly call: Call;
  readonly count: number;
}

interface Recorded {
  readonly kernel: KernelName;
  readonly out: Output;
  readonly args: Args;
}

/** A device that runs everything on another one, and remembers the calls. From then on nothing is freed before `close`, so that
 *  they can be made again with the values that they had. */
export class Recorder {
  readonly device: Device;
  readonly #inner: Device;
  readonly #recorded: Recorded[] = [];
  readonly #handles = new Set<Handle>();
  /** Buffers that were written over: they are the device's again. */
  readonly #donated = new Set<Handle>();
  readonly #rng = new Rng(1);
  #isRecording = false;
  #isKeeping = false;

  constructor(inner: Device) {
    this.#inner = inner;
    const keep = (handle: Handle) => {
      this.#handles.add(handle);
      return handle;
    };
    const run = Object.keys(inner.run).map((name) => {
      const kernel = name as KernelName;
      const call = (out: Output, ...args: KernelArguments<Handle>[typeof kernel]) => {
        if ("donated" in out) this.#donated.add(out.donated);
        if (this.#isRecording) this.#recorded.push({ kernel, out, args });
        return keep(this.#call({ kernel, out, args }));
      };
      return [name, call];
    });
    this.device = {
      name: inner.name,
      dtype: inner.dtype,
      run: Object.fromEntries(run) as Calls,
      write: (values) => keep(inner.write(values)),
      copyFrom: (source, handle) => keep(inner.copyFrom(source, handle)),
      read: (handle) => inner.read(handle),
      free: (handle) => {
        if (this.#isKeeping) return;
        this.#handles.delete(handle);
        inner.free(handle);
      },
      sync: () => inner.sync(),
      memory: () => inner.memory(),
      close: () => inner.close(),
    };
  }

  /** The calls that `step` makes the second time. */
  async record(step: () => Promise<unknown>): Promise<readonly CountedCall[]> {
    await step();
    this.#isKeeping = true;
    this.#isRecording = true;
    await step();
    this.#isRecording = false;
    const groups = new Map<string, CountedCall>();
    for (const recorded of this.#recorded) {
      const key = JSON.stringify(this.#describe(recorded));
      const { call, count } = groups.get(key) ?? { call: this.#repeatable(recorded), count: 0 };
      groups.set(key, { call, count: count + 1 });
    }
    return [...groups.values()];
  }

  async close(): Promise<void> {
    for (const handle of this.#handles) if (!this.#donated.has(handle)) this.#inner.free(handle);
    await this.#inner.close();
  }

  #call({ kernel, out, args }: Recorded): Handle {
    const run = this.#inner.run[kernel] as (out: Output, ...args: Args) => Handle;
    return run(out, ...args);
  }

  #describe({ kernel, out, args }: Recorded) {
    const inputs = args.filter((arg): arg is Handle => this.#handles.has(arg as Handle));
    const geometry = args.at(-1) ?? null;
    return {
      kernel,
      size: "donated" in out ? out.donated.size : sizeOf(out),
      inputs: inputs.map(({ size }) => size),
      geometry: geometry !== null && this.#handles.has(geometry as Handle) ? null : geometry,
    };
  }

  /** In place of what was written over meanwhile, new buffers of the same size. */
  #repeatable(recorded: Recorded): Call {
    const fresh = new Map<Handle, Handle>();
    const current = (handle: Handle) => {
      if (!this.#donated.has(handle)) return handle;
      if (!fresh.has(handle)) fresh.set(handle, this.#random(handle.size));
      return fresh.get(handle)!;
    };
    const args = recorded.args.map((arg) => (this.#handles.has(arg as Handle) ? current(arg as Handle) : arg));
    const { kernel, out } = recorded;
    const repeat = () => {
      if (!("donated" in out)) {
        const made = this.#call({ kernel, out, args });
        return () => this.#inner.free(made);
      }
      const donated = current(out.donated);
      const result = this.#call({ kernel, out: { donated }, args });
      this.#donated.add(donated);
      this.#handles.add(result);
      for (const [i, arg] of args.entries()) if (arg === donated) args[i] = result;
      fresh.set(out.donated, result);
      return () => {};
    };
    return { ...this.#describe(recorded), repeat };
  }

  /** Numbers between 0 and 1. */
  #random(size: number): Handle {
    const handle = this.#inner.write(Float32Array.from({ length: size }, () => this.#rng.uniform(0, 1)));
    this.#handles.add(handle);
    return handle;
  }
}
