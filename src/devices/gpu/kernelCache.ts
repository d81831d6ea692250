import { helpers, kernels } from "#gpu-kernels";
import type { Pass } from "./driver.ts";
import type GPU from "./gpujs.d.ts";
import type { KernelSettings, Shortcut } from "./gpujs.d.ts";

/** More than the kernels of a network's training step. */
const mostKernels = 512;

const functions = helpers.map(({ source, parameters }) => {
  const argumentTypes = new Array<string>(parameters).fill("Integer");
  return { source, settings: { argumentTypes, returnType: "Integer" } };
});

/** Compiled kernels, by name and constants; the one unused for longest makes room for a new one. */
export class KernelCache<K> {
  readonly #gpu: GPU;
  readonly #arrayType: string;
  readonly #settings: Pick<KernelSettings, "pipeline" | "immutable">;
  readonly #compiled = new Map<string, Shortcut<K>>();

  /** @param arrayType gpu.js's name for the type of an array parameter. */
  constructor(gpu: GPU, arrayType: string, settings: Pick<KernelSettings, "pipeline" | "immutable">) {
    this.#gpu = gpu;
    this.#arrayType = arrayType;
    this.#settings = settings;
  }

  get size(): number {
    return this.#compiled.size;
  }

  get(pass: Pass, prepare: (kernel: K) => void = () => {}): Shortcut<K> {
    const key = this.#keyOf(pass);
    const known = this.#compiled.get(key);
    this.#compiled.delete(key);
    const shortcut = known ?? this.#create(pass, prepare);
    this.#compiled.set(key, shortcut);
    if (this.#compiled.size > mostKernels) this.#drop(this.#compiled.keys().next().value!);
    return shortcut;
  }

  /** A kernel that failed to build. */
  forget(pass: Pass): void {
    this.#drop(this.#keyOf(pass));
  }

  clear(): void {
    for (const key of this.#compiled.keys()) this.#drop(key);
  }

  #drop(key: string): void {
    this.#compiled.get(key)?.destroy();
    this.#compiled.delete(key);
  }

  #keyOf({ kernel, threads, constants, tiles }: Pass): string {
    return JSON.stringify([kernel, threads.length, tiles?.name, constants]);
  }

  /** Sizes may change from call to call. Without a limit of its own, gpu.js ends loops after 1000 rounds; without a tactic,
   *  small outputs on WebGL2 have less than 32-bit floats. */
  #create({ kernel, threads, constants, args }: Pass, prepare: (kernel: K) => void): Shortcut<K> {
    const shortcut = this.#gpu.createKernel<K>(kernels[kernel], {
      output: threads,
      constants,
      constantTypes: Object.fromEntries(Object.keys(constants).map((name) => [name, "Integer"])),
      argumentTypes: args.map((arg) => (typeof arg === "number" ? "Float" : this.#arrayType)),
      functions,
      loopMaxIterations: 2 ** 31 - 1,
      precision: "single",
      tactic: "precision",
      dynamicOutput: true,
      dynamicArguments: true,
      ...this.#settings,
    });
    prepare(shortcut.kernel);
    return shortcut;
  }
}
