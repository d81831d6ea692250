import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { convRecord, scratchLayout } from "../kernels/products/record.cpuPlans.ts";
import type { Conv2dGeometry } from "../src/core/geometry/conv2d.ts";
import { stagedInput } from "../src/core/geometry/staging.ts";
import { sizeOf } from "../src/core/shape.ts";
import { type Helpers, packConv2d } from "../src/devices/cpu/entries.ts";
import { loadModule } from "../src/devices/cpu/load.node.ts";
import type { SimdLevel } from "../src/devices/cpu/simd.ts";
import type { Tile } from "../src/devices/cpu/tiles.ts";
import { chainFloats } from "./limits/loops.ts";

/** The rungs of kernels/products/ladder, from the ground up. */
export const rungs = ["definition", "matrix", "vectors", "panels", "tiles", "blocks"] as const;

export type Rung = (typeof rungs)[number];

type Exports = Record<Rung, (out: number, x: number, w: number, scratch: number, record: number) => void> & Helpers;

/** How the rung "blocks" cuts the product. mBlock and nBlock are multiples of every tile's rows and columns. */
export interface Blocks {
  readonly kBlock: number;
  readonly mBlock: number;
  readonly nBlock: number;
}

/** As the kernel does at most. */
const ofTheKernel: Blocks = { kBlock: 256, mBlock: 384, nBlock: 256 };

const folder = new URL(import.meta.url.includes("/dist/") ? "./" : "../dist/bench/", import.meta.url);

/** The module of the rungs, in a memory of its own. */
export class Ladder {
  readonly level: SimdLevel;
  readonly #memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  readonly #exports: Exports;

  /** @param level "relaxed" becomes "strict" where the engine has no relaxed SIMD. */
  constructor(level: "strict" | "relaxed") {
    this.level = loadModule(level).level;
    const binary = readFileSync(new URL(`ladder.${this.level}.wasm`, folder));
    // The optimizing compiler at once, as for the kernels.
    setFlagsFromString("--no-liftoff");
    const module = new WebAssembly.Module(binary);
    setFlagsFromString("--liftoff");
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#exports = exports as WebAssembly.Exports & Exports;
  }

  /** 48 · `steps` multiply-adds, in 12 chains that never leave the registers: the machine's bound. */
  bound(steps: number): void {
    new Float32Array(this.#memory.buffer, 0, chainFloats).fill(0.5);
    this.#exports.multiplyAddBound(steps, 12, 0);
  }

  /** Writes x and w to the memory, over what was there.
   *  @returns a function that convolves them, and returns the output where it lies. */
  prepare(rung: Rung, x: Float32Array, w: Float32Array, g: Conv2dGeometry, tile: Tile, blocks = ofTheKernel) {
    const { words, scratch } = recordOf(g, tile, rung === "blocks" ? blocks : null);
    const size = sizeOf(g.shape);
    const { at, bytes } = scratchLayout([words.length, x.length, w.length, size, scratch / 4]);
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 2 ** 16));
    const floats = new Float32Array(this.#memory.buffer);
    new Int32Array(this.#memory.buffer).set(words, at[0] / 4);
    floats.set(x, at[1] / 4);
    floats.set(w, at[2] / 4);
    // What has no value yet must not count.
    floats.fill(Number.NaN, at[3] / 4, bytes / 4);
    const run = this.#exports[rung];
    const products = g.n * g.groups;
    return () => {
      for (let product = 0; product < products; product++) {
        const from = at[1] + 4 * product * (x.length / products);
        const weights = at[2] + 4 * (product % g.groups) * (w.length / g.groups);
        run(at[3] + 4 * product * (size / products), from, weights, at[4], at[0]);
      }
      return floats.subarray(at[3] / 4, at[3] / 4 + size);
    };
  }
}

/** The words of a LadderRecord, and the bytes of its scratch.
 *  @param blocks null for a single block. */
function recordOf(g: Conv2dGeometry, { index, mr, nr }: Tile, blocks: Blocks | null) {
  const [rows, columns, steps] = [g.k / g.groups, g.oh * g.ow, (g.c / g.groups) * g.kh * g.kw];
  const [height, width] = [Math.ceil(rows / mr) * mr, Math.ceil(columns / nr) * nr];
  // Vectors overrun the matrix by up to three floats.
  const { at, bytes } = scratchLayout([steps * columns + 3, steps * width, steps * height, height * width]);
  const cut = blocks ?? { kBlock: steps, mBlock: height, nBlock: width };
  const places = { packedAt: at[1], cAt: at[3] };
  const record = convRecord(g, stagedInput(g), { rows, columns, steps, tile: index, ...cut, ...places });
  const nowhere = { address: 0 };
  const { words } = packConv2d({ to: nowhere, w: nowhere, g: record }, { units: 1, cost: 0 });
  return { words: [...words, at[0], at[2]], scratch: bytes };
}
