import { setFlagsFromString } from "node:v8";
import { loadModule, unpack } from "../../../src/devices/cpu/load.node.ts";
import { hasRelaxedSimd, packedFor, type SimdLevel, unshare } from "../../../src/devices/cpu/simd.ts";

/** The kernels as one of the ways to compile them leaves them. */
export interface Build {
  readonly name: string;
  readonly module: WebAssembly.Module;
  /** Whether it wants a memory that threads share. */
  readonly shared: boolean;
}

/** A module without relaxed SIMD and one with it, and where this engine joins vectors to 256 bits, one made so. An
 *  engine that refuses relaxed SIMD is an error. */
export function loadBuilds(): Build[] {
  const builds: Build[] = (["strict", "relaxed"] as const).map((level) => {
    return { name: level, module: compile(readBinary(level, false)), shared: false };
  });
  const { level, module } = loadModule("wide");
  return level === "wide" ? [...builds, { name: level, module, shared: true }] : builds;
}

/** Node 20 has relaxed SIMD behind a flag. */
export function compile(bytes: BufferSource): WebAssembly.Module {
  if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return new WebAssembly.Module(bytes);
}

/** The bytes of the kernels, for a memory that threads share or that one has for itself. */
export function readBinary(level: SimdLevel, shared: boolean): Uint8Array<ArrayBuffer> {
  const binary = unpack(level);
  if (!shared) unshare(binary, packedFor(level));
  return binary;
}
