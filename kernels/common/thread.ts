/** A number for each thread. gpu.js translates the functions of this folder to WGSL or GLSL from their text, so they are
 *  closed: they use their parameters, `this`, `Math`, and the helpers of integers.ts, and nothing else.
 *
 *  - `this.constants` are whole numbers, compiled in: sizes and the bounds of loops. A number parameter is a float32.
 *  - An array parameter has the dimensions that the call gives it. `x[i]` reads a flat array, `x[plane][row][column]` one
 *    with three dimensions; the address is computed in 32-bit integers.
 *  - A variable holds a float32, so what it holds of an index must stay below 2^24. A flat index is used as it is:
 *    `x[this.thread.x]`. Loop counters are integers.
 *  - `a / b` is a float division, and on GPUs not an exact one: `quotient` and `remainder` are. */
export interface Thread<C = unknown> {
  readonly thread: { readonly x: number; readonly y: number; readonly z: number };
  readonly constants: Readonly<C>;
}

export type Flat = readonly number[];
export type Planes = readonly (readonly (readonly number[])[])[];
