/** The part of gpu.js 2.24.1 that the drivers use. */

/** Any function that gpu.js can translate; see kernels/gpu. */
export type Source = (...args: never[]) => number | readonly number[];

export interface KernelSettings {
  readonly output: readonly number[];
  readonly constants: Readonly<Record<string, number>>;
  readonly constantTypes: Readonly<Record<string, string>>;
  readonly argumentTypes: readonly string[];
  readonly functions: readonly { source: (...args: never[]) => number; settings: object }[];
  readonly loopMaxIterations: number;
  readonly precision: "single";
  readonly dynamicOutput: boolean;
  readonly dynamicArguments: boolean;
  readonly pipeline: boolean;
  readonly immutable: boolean;
}

/** A kernel: a function that runs it. */
export interface Shortcut<K = unknown> {
  (...args: readonly unknown[]): unknown;
  readonly kernel: K;
  setOutput(output: readonly number[]): void;
  destroy(): void;
}

/** What stands behind a kernel in mode "webgpu". */
export interface WebGPUKernel {
  readonly built: boolean;
  readonly workgroupSize: readonly number[];
  /** The buffer that the next run writes; kept if it is large enough. */
  outputBuffer: GPUBuffer | null;
  bindGroupDirty: boolean;
  /** Called once, before the first run: what it returns is compiled. */
  assembleWGSL(): string;
}

export interface WebGPUContext {
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
}

/** A texture of 32-bit floats, one a texel, read as rows of `dimensions`. */
export interface Texture {
  readonly texture: WebGLTexture;
  readonly size: ArrayLike<number>;
  readonly dimensions: readonly number[];
  readonly output: readonly number[];
  toArray(): Float32Array;
  delete(): void;
}

declare class GPU {
  static readonly WebGPUContext: { acquire(): Promise<WebGPUContext>; destroy(): Promise<void> };
  static readonly WebGPUBufferResult: new (settings: {
    readonly buffer: GPUBuffer;
    readonly output: readonly number[];
    readonly context: WebGPUContext;
    readonly kernel: null;
  }) => object;
  static readonly WebGL2Kernel: { readonly isSupported: boolean };
  static input(values: Float32Array, size: readonly number[]): object;
  readonly context: WebGL2RenderingContext;
  constructor(settings: { readonly mode: string });
  createKernel<K>(source: Source, settings: KernelSettings): Shortcut<K>;
  destroy(): Promise<void>;
}

export default GPU;
