/** The part of gpu.js 2.24.1 that the drivers use. */

export interface KernelSettings {
  readonly output: readonly number[];
  readonly constants: Readonly<Record<string, number>>;
  readonly constantTypes: Readonly<Record<string, string>>;
  readonly argumentTypes: readonly string[];
  readonly functions: readonly { readonly source: string; readonly settings: object }[];
  readonly loopMaxIterations: number;
  readonly precision: "single";
  readonly tactic: "precision";
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
  readonly context: WebGL2RenderingContext;
  toArray(): Float32Array;
  delete(): void;
}

/** What stands behind a kernel in mode "webgl2". */
export interface WebGLKernel {
  readonly built: boolean;
  /** What the last run wrote. */
  texture: Texture | null;
  /** What is deleted with the kernel. */
  textureCache: readonly WebGLTexture[];
}

/** Orders a kernel and the functions that it calls, callers first. */
export interface FunctionBuilder {
  readonly functionMap: Readonly<Record<string, FunctionNode | undefined>>;
  traceFunctionCalls(name?: string, found?: string[]): string[];
}

export interface FunctionNode {
  readonly calledFunctions: readonly string[];
  /** Translates, which finds `calledFunctions`. */
  toString(): string;
}

declare class GPU {
  static readonly WebGPUContext: { acquire(): Promise<WebGPUContext>; destroy(): Promise<void> };
  static readonly WebGPUBufferResult: new (settings: {
    readonly buffer: GPUBuffer;
    readonly output: readonly number[];
    readonly context: WebGPUContext;
    readonly kernel: null;
  }) => object;
  static readonly FunctionBuilder: { readonly prototype: FunctionBuilder };
  static readonly isWebGL2Supported: boolean;
  static readonly WebGL2Kernel: { readonly features: { readonly isFloatRead: boolean } };
  static input(values: Float32Array, size: readonly number[]): object;
  constructor(settings: { readonly mode: string });
  createKernel<K>(source: string, settings: KernelSettings): Shortcut<K>;
  destroy(): Promise<void>;
}

export default GPU;
