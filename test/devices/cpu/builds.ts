import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { loadModule } from "../../../src/devices/cpu/load.node.ts";
import { hasRelaxedSimd, moduleName } from "../../../src/devices/cpu/simd.ts";

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
    return { name: level, module: compile(readBinary(moduleName(level, false))), shared: false };
  });
  const { level, module } = loadModule("wide");
  return level === "wide" ? [...builds, { name: level, module, shared: true }] : builds;
}

/** Node 20 has relaxed SIMD behind a flag. */
export function compile(bytes: BufferSource): WebAssembly.Module {
  if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return new WebAssembly.Module(bytes);
}

/** The bytes of one of the built modules; see `moduleName`. */
export function readBinary(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(`#wasm/${name}`)));
}
