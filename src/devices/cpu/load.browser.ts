import { checkChoice } from "../../core/options.ts";
import { hasRelaxedSimd, packedFor, type SimdLevel, simdLevels, unshare } from "./simd.ts";
import type { Loaded } from "./tune.ts";

/** Compiles the kernels. A browser has no flags to set: its highest level is "relaxed". */
export async function loadModule(shared: boolean, most: SimdLevel = "wide"): Promise<Loaded> {
  checkChoice("cpu", "simd", most, simdLevels);
  const level = most !== "strict" && hasRelaxedSimd() ? "relaxed" : "strict";
  const packed = packedFor(level);
  const binary = await inflate(packed.deflated);
  if (!shared) unshare(binary, packed);
  return { module: await WebAssembly.compile(binary), level, reason: reasonFor(level, most) };
}

async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function reasonFor(level: SimdLevel, most: SimdLevel): string {
  if (level === most) return `simd is ${most}`;
  return level === "relaxed" ? "a browser has no 256-bit vectors" : "this browser has no relaxed SIMD";
}
