import type { Packed } from "./simd.ts";

/** Made by kernels/wasm/build.mjs. */
export declare const modules: { readonly strict: Packed; readonly relaxed: Packed };
