// What a kernel may call besides Math: see integers.ts. Global, because gpu.js knows them by these names.

/** ⌊a / b⌋ of integers, exactly. */
declare function quotient(a: number, b: number): number;

/** The integer a modulo b, exactly. */
declare function remainder(a: number, b: number): number;
