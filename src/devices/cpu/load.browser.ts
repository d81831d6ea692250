import { hasRelaxedSimd, type Loaded, moduleName, type SimdLevel } from "./simd.ts";

/** Fetches and compiles the kernels. A browser has no flags to set: its highest level is "relaxed". */
export async function loadModule(shared: boolean, most: SimdLevel = "wide"): Promise<Loaded> {
  const relaxed = most !== "strict" && hasRelaxedSimd();
  const level = relaxed ? "relaxed" : "strict";
  const reason = relaxed ? "a browser has no 256-bit vectors" : "this browser has no relaxed SIMD";
  const url = new URL(`../../../kernels/wasm/${moduleName(level, shared)}`, import.meta.url);
  return { module: await WebAssembly.compileStreaming(fetch(url)), level, reason };
}
