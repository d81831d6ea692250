import type { Source } from "./driver.ts";

/** The kernels as text, by name. Bundlers rename what is in a function, and leave a text as it is. */
export declare const kernels: { readonly [name in Source]: string };

/** The functions of kernels/common/integers.ts, which kernels call. */
export declare const helpers: readonly { readonly source: string; readonly parameters: number }[];
