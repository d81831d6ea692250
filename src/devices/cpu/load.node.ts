import { arch, env, versions } from "node:process";
import { setFlagsFromString } from "node:v8";
import { inflateSync } from "node:zlib";
import { checkChoice } from "../../core/options.ts";
import { hasRelaxedSimd, packedFor, type SimdLevel, simdLevels } from "./simd.ts";
import type { Loaded } from "./tune.ts";

/** Compiles the kernels at the highest level up to `most` that this engine takes.
 *  @param most default: the environment variable ALEXGRAD_SIMD, else "wide". */
export function loadModule(most?: SimdLevel): Loaded {
  const wanted = most ?? env.ALEXGRAD_SIMD ?? "wide";
  const source = most === undefined && env.ALEXGRAD_SIMD !== undefined ? "ALEXGRAD_SIMD" : "simd";
  checkChoice("cpu", source, wanted, simdLevels);
  if (wanted === "strict") return compile("strict", `${source} is strict`);
  if (!enableRelaxedSimd()) return compile("strict", `V8 ${versions.v8} has no relaxed SIMD`);
  if (wanted === "relaxed") return compile("relaxed", `${source} is relaxed`);
  const obstacle = wideObstacle();
  if (obstacle !== "") return compile("relaxed", obstacle);
  setFlagsFromString("--experimental-wasm-revectorize");
  try {
    return compile("wide", "");
  } finally {
    setFlagsFromString("--no-experimental-wasm-revectorize");
  }
}

/** Node 20 has relaxed SIMD behind a flag. V8 would print an error for a flag it does not know: ask first. */
function enableRelaxedSimd(): boolean {
  if (!hasRelaxedSimd() && v8Major < 12) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return hasRelaxedSimd();
}

function wideObstacle(): string {
  if (arch !== "x64") return `256-bit vectors are for x64; this is ${arch}`;
  if (v8Major < 13) return `256-bit vectors need Node 24 or later; this is V8 ${versions.v8}`;
  return "";
}

const v8Major = Number.parseInt(versions.v8, 10);

/** Compiles with the optimizing compiler at once: kernels run for minutes, and the first calls are measured. */
function compile(level: SimdLevel, reason: string): Loaded {
  // V8 shares the code of equal bytes: a custom section (number 0) with the level's name tells the levels apart.
  const name = Buffer.from(level);
  const bytes = Buffer.concat([unpack(level), Buffer.of(0, name.length + 1, name.length), name]);
  setFlagsFromString("--no-liftoff");
  setFlagsFromString("--no-wasm-lazy-compilation");
  try {
    return { module: new WebAssembly.Module(bytes), level, reason };
  } finally {
    setFlagsFromString("--liftoff");
    setFlagsFromString("--wasm-lazy-compilation");
  }
}

/** The bytes of the kernels for a level. */
export function unpack(level: SimdLevel): Uint8Array<ArrayBuffer> {
  return new Uint8Array(inflateSync(Buffer.from(packedFor(level).deflated, "base64")));
}
