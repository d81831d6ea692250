import type { Packed } from "./simd.ts";

/** Made by kernels/build/wasm.mjs. */
export declare const modules: { readonly strict: Packed; readonly relaxed: Packed };
