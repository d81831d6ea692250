/** A module of the kernels as text. */
export interface Packed {
  /** Its bytes by zlib's deflate, in base64. */
  readonly deflated: string;
  /** Where the byte is that says that its memory is shared. */
  readonly memoryFlags: number;
}

/** Made by kernels/wasm/build.mjs. */
export declare const modules: { readonly strict: Packed; readonly relaxed: Packed };
