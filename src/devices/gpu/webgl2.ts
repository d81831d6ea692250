import GPU from "#gpu.js";
import { DeviceError } from "../../core/errors.ts";
import {
  type Adapter,
  type Buffer,
  checkSize,
  type Driver,
  type DriverMemory,
  type Pass,
  sizeOfPass,
  type View,
} from "./driver.ts";
import type { Shortcut, Texture, WebGLKernel } from "./gpujs.d.ts";
import { KernelCache } from "./kernelCache.ts";

/** GLSL wants functions defined before those that call them. gpu.js puts a function that it meets again before its callers,
 *  but leaves what that one calls where it was. */
GPU.FunctionBuilder.prototype.traceFunctionCalls = function (name = "kernel", found = []) {
  const node = this.functionMap[name];
  if (node === undefined) return found;
  if (found.includes(name)) found.splice(found.indexOf(name), 1);
  found.push(name);
  node.toString();
  for (const called of node.calledFunctions) this.traceFunctionCalls(called, found);
  return found;
};

class WebGl2Buffer implements Buffer {
  readonly size: number;
  readonly texture: Texture;

  constructor(size: number, texture: Texture) {
    this.size = size;
    this.texture = texture;
  }

  get bytes(): number {
    return this.texture.size[0] * this.texture.size[1] * 4;
  }
}

/** @throws DeviceError if the browser has no WebGL2 that renders to float textures. */
export async function webgl2Driver(): Promise<Driver> {
  if (!GPU.isWebGL2Supported || !GPU.WebGL2Kernel.features.isFloatRead) {
    throw new DeviceError("the browser has no WebGL2 with float textures");
  }
  return new WebGl2Driver();
}

class WebGl2Driver implements Driver {
  readonly backend = "webgl2";
  readonly products = "plain";
  readonly adapter: Adapter;
  readonly maxBytes: number;
  readonly #gpu = new GPU({ mode: "webgl2" });
  readonly #kernels = new KernelCache<WebGLKernel>(this.#gpu, "ArrayTexture(1)", { pipeline: true, immutable: true });
  readonly #uploads = new KernelCache<WebGLKernel>(this.#gpu, "Input", { pipeline: true, immutable: true });
  /** What every texture is read through: kernels that made one may be gone. */
  readonly #flat: Texture;
  #bytes = 0;

  constructor() {
    this.#flat = this.#run(this.#uploads, copyPass(1), [GPU.input(new Float32Array(1), [1])]);
    const gl = this.#flat.context;
    const unmasked = gl.getExtension("WEBGL_debug_renderer_info");
    const name = String(gl.getParameter(unmasked === null ? gl.RENDERER : unmasked.UNMASKED_RENDERER_WEBGL));
    this.adapter = { name, software: /swiftshader|llvmpipe|software|basic render/i.test(name) };
    this.maxBytes = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) ** 2 * 4;
  }

  get lost(): string {
    return this.#flat.context.isContextLost() ? "the WebGL context was lost" : "";
  }

  async upload(values: Float32Array): Promise<WebGl2Buffer> {
    checkSize(values.length, this.maxBytes);
    return this.#keep(
      values.length,
      this.#run(this.#uploads, copyPass(values.length), [GPU.input(values, [values.length])]),
    );
  }

  async read(buffer: WebGl2Buffer): Promise<Float32Array> {
    const values = this.#handleOf({ buffer, dims: [buffer.size, 1, 1] }).toArray();
    await this.settle();
    return values;
  }

  free(buffer: WebGl2Buffer): void {
    this.#bytes -= buffer.bytes;
    buffer.texture.delete();
  }

  async launch(pass: Pass): Promise<WebGl2Buffer> {
    const size = sizeOfPass(pass);
    checkSize(size, this.maxBytes);
    const args = pass.args.map((arg) => (typeof arg === "number" ? arg : this.#handleOf(arg)));
    try {
      return this.#keep(size, this.#run(this.#kernels, pass, args));
    } catch (error) {
      this.#kernels.forget(pass);
      throw error;
    }
  }

  memory(): DriverMemory {
    return { gpuBytes: this.#bytes, idleBytes: 0, kernels: this.#kernels.size };
  }

  async settle(): Promise<void> {
    const gl = this.#flat.context;
    gl.finish();
    const code = gl.getError();
    if (code === gl.NO_ERROR || code === gl.CONTEXT_LOST_WEBGL) return;
    throw new DeviceError(code === gl.OUT_OF_MEMORY ? "gpu: the GPU has no memory left" : `gpu: WebGL error ${code}`);
  }

  lose(): void {
    this.#flat.context.getExtension("WEBGL_lose_context")?.loseContext();
  }

  async close(): Promise<void> {
    this.#kernels.clear();
    this.#uploads.clear();
    await this.#gpu.destroy();
  }

  /** Each run gets a new texture, which from then on is the caller's alone: gpu.js's kernel would keep it, write over it,
   *  and delete it at its own end. */
  #run(kernels: KernelCache<WebGLKernel>, pass: Pass, args: readonly unknown[]): Texture {
    const shortcut: Shortcut<WebGLKernel> = kernels.get(pass);
    if (shortcut.kernel.built) shortcut.setOutput(pass.threads);
    const result = shortcut(...args) as Texture;
    const { kernel } = shortcut;
    kernel.texture?.delete();
    kernel.texture = null;
    kernel.textureCache = kernel.textureCache.filter((texture) => texture !== result.texture);
    return result;
  }

  #keep(size: number, texture: Texture): WebGl2Buffer {
    const buffer = new WebGl2Buffer(size, texture);
    this.#bytes += buffer.bytes;
    return buffer;
  }

  #handleOf({ buffer, dims }: View): Texture {
    const { texture, size } = (buffer as WebGl2Buffer).texture;
    const handle = Object.create(Object.getPrototypeOf(this.#flat)) as Texture;
    return Object.assign(handle, this.#flat, { texture, size, dimensions: dims, output: dims });
  }
}

function copyPass(size: number): Pass {
  const buffer = { buffer: { size }, dims: [size, 1, 1] } as const;
  return { kernel: "copy", threads: [size], width: 1, constants: {}, args: [buffer] };
}
