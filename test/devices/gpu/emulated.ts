import GPU from "#gpu.js";
import {
  type Adapter,
  type Buffer,
  type Driver,
  type DriverMemory,
  type Pass,
  sizeOfPass,
} from "../../../src/devices/gpu/driver.ts";
import { KernelCache } from "../../../src/devices/gpu/kernelCache.ts";

interface EmulatedBuffer extends Buffer {
  readonly values: Float32Array;
}

/** gpu.js without a GPU: the same kernels as WebAssembly. */
export function emulatedDriver(): Driver {
  return new EmulatedDriver();
}

class EmulatedDriver implements Driver {
  readonly backend = "webasm";
  readonly adapter: Adapter = { name: "gpu.js without a GPU", software: true };
  readonly maxBytes = 2 ** 30;
  readonly products = "vectors";
  lost = "";
  readonly #gpu = new GPU({ mode: "webasm" });
  readonly #kernels = new KernelCache(this.#gpu, "Input", { pipeline: false, immutable: false });

  async upload(values: Float32Array): Promise<EmulatedBuffer> {
    return { size: values.length, values };
  }

  async read({ values }: EmulatedBuffer): Promise<Float32Array> {
    return values.slice();
  }

  free(): void {}

  async launch(pass: Pass): Promise<EmulatedBuffer> {
    const shortcut = this.#kernels.get(pass);
    shortcut.setOutput(pass.threads);
    const args = pass.args.map((arg) =>
      typeof arg === "number" ? arg : GPU.input((arg.buffer as EmulatedBuffer).values, arg.dims),
    );
    const values = new Float32Array(sizeOfPass(pass));
    flatten((await shortcut(...args)) as Nested, values, 0);
    return { size: values.length, values };
  }

  memory(): DriverMemory {
    return { gpuBytes: 0, idleBytes: 0, kernels: this.#kernels.size };
  }

  async settle(): Promise<void> {}

  lose(): void {
    this.lost = "lost by a test";
  }

  async close(): Promise<void> {
    this.#kernels.clear();
    await this.#gpu.destroy();
  }
}

type Nested = Float32Array | readonly Nested[];

function flatten(nested: Nested, into: Float32Array, at: number): number {
  if (nested instanceof Float32Array) {
    into.set(nested, at);
    return at + nested.length;
  }
  return nested.reduce((next, inner) => flatten(inner, into, next), at);
}
