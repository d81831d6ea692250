import { DeviceError } from "../../core/errors.ts";

let provided = false;

/** Puts the `webgpu` package where a browser has its own: gpu.js looks there.
 *  @throws DeviceError if the package is missing or does not load. */
export async function provideWebGpu(): Promise<void> {
  if (provided || globalThis.navigator?.gpu !== undefined) return;
  const { create } = await import("webgpu").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new DeviceError(`gpu: the package webgpu, which brings WebGPU to Node, did not load: ${reason}`, { cause });
  });
  const native = create([]);
  const gpu = { requestAdapter: () => native.requestAdapter({ powerPreference: "high-performance" }) };
  if (globalThis.navigator === undefined) Object.defineProperty(globalThis, "navigator", { value: {} });
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu });
  provided = true;
}
