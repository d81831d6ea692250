import { checkChoice } from "../../core/options.ts";
import { hasRelaxedSimd, moduleName, type SimdLevel, simdLevels } from "./simd.ts";
import type { Loaded } from "./tune.ts";

/** Fetches and compiles the kernels. A browser has no flags to set: its highest level is "relaxed". */
export async function loadModule(shared: boolean, most: SimdLevel = "wide"): Promise<Loaded> {
  checkChoice("cpu", "simd", most, simdLevels);
  const level = most !== "strict" && hasRelaxedSimd() ? "relaxed" : "strict";
  const url = new URL(`../../../kernels/wasm/${moduleName(level, shared)}`, import.meta.url);
  return { module: await WebAssembly.compileStreaming(fetch(url)), level, reason: reasonFor(level, most) };
}

function reasonFor(level: SimdLevel, most: SimdLevel): string {
  if (level === most) return `simd is ${most}`;
  return level === "relaxed" ? "a browser has no 256-bit vectors" : "this browser has no relaxed SIMD";
}
