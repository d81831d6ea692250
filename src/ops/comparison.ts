import type { Binary } from "./broadcast.ts";
import { binary } from "./define.ts";

/** 1 where a = b, else 0. NaN equals nothing, and −0 equals 0. No gradient. */
export const equal: Binary = binary("equal");

/** 1 where a < b, else 0, also where either is NaN. No gradient. */
export const less: Binary = binary("less");

/** 1 where a > b, else 0, also where either is NaN. No gradient. */
export const greater: Binary = binary("greater");
