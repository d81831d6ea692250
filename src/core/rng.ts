/** Random numbers by key and counter, so that every device, thread and rerun draws the same ones.
 *
 *  Generator: Philox4x32-10 (J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 *  SC 2011). A stream is a 64-bit key; its i-th block of four words is a pure function of the key and i.
 */

import { describe } from "./describe.ts";
import { ArgumentError, OptionError } from "./errors.ts";
import { finite, kind, nullable } from "./kinds.ts";
import { checkInteger, checkNumber, checkOptions, type Kinds } from "./options.ts";

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

const longestPermutation = 2 ** 30;

/** A stream's key: two unsigned 32-bit words. */
export type RngKey = readonly [number, number];

/** Where a stream stands: enough to continue it bit for bit. */
export interface RngState {
  readonly key: RngKey;
  readonly position: number;
  /** Second half of the last Box–Muller pair, not yet handed out. */
  readonly spareNormal: number | null;
}

const stateKinds: Kinds<RngState> = {
  key: kind("two unsigned 32-bit words", (value): value is RngKey => {
    return (
      Array.isArray(value) &&
      value.length === 2 &&
      value.every((word) => typeof word === "number" && word >>> 0 === word)
    );
  }),
  position: finite,
  spareNormal: nullable(finite),
};

/** High 32 bits of a 32×32-bit product. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (cross >>> 16)) >>> 0;
}

/** Ten rounds of Philox4x32: four counter words under two key words give four random words in `out`. */
export function philox4x32(out: Uint32Array, c0: number, c1: number, c2: number, c3: number, key: RngKey): void {
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, c0);
    const low0 = Math.imul(M0, c0);
    const high1 = mulHigh(M1, c2);
    const low1 = Math.imul(M1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

function wordsOf(who: string, value: number): RngKey {
  checkInteger(who, "seed", value, 0);
  return [value >>> 0, Math.floor(value / 2 ** 32)];
}

/** FNV-1a, 32 bits: turns a stream's label into a counter word. */
function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(label)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** One random stream. `fork` gives streams of their own to layers, epochs and images, whatever the order of drawing.
 *  Source: Philox4x32-10, Salmon et al. 2011.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *
 *  const rng = new Rng(0);
 *  console.log(rng.int(10), rng.int(10), rng.fork("epoch", 3).int(10)); // 1 3 2
 *  ``` */
export class Rng {
  /** What the stream's numbers are a function of, besides their position. */
  readonly key: RngKey;
  #position: number;
  #spareNormal: number | null;
  readonly #block = new Uint32Array(4);
  #blockIndex = -1;

  /** @param seed a whole number from 0 to 2⁵³ − 1, or the state of a stream to continue.
   *  @throws OptionError for any other. */
  constructor(seed: number | RngState) {
    if (typeof seed !== "object" || seed === null) {
      this.key = wordsOf("Rng", seed);
      this.#position = 0;
      this.#spareNormal = null;
    } else {
      checkOptions("Rng", seed, stateKinds);
      checkInteger("Rng", "position", seed.position, 0);
      this.key = seed.key;
      this.#position = seed.position;
      this.#spareNormal = seed.spareNormal;
    }
  }

  /** Where it stands: `new Rng(state)` goes on from there. */
  get state(): RngState {
    return { key: this.key, position: this.#position, spareNormal: this.#spareNormal };
  }

  /** An independent stream, determined by this stream's key and the labels alone: text, or whole numbers ≥ 0.
   *  @throws OptionError for any other number. */
  fork(...labels: (string | number)[]): Rng {
    const derived = new Uint32Array(4);
    let key = this.key;
    for (const label of labels) {
      const isText = typeof label === "string" ? 1 : 0;
      const [low, high] = typeof label === "string" ? [hashLabel(label), 0] : wordsOf("Rng.fork", label);
      philox4x32(derived, low, high, isText, 0xffffffff, key);
      key = [derived[0], derived[1]];
    }
    return new Rng({ key, position: 0, spareNormal: null });
  }

  /** The next 32 random bits. */
  uint32(): number {
    const index = Math.floor(this.#position / 4);
    if (index !== this.#blockIndex) {
      philox4x32(this.#block, index >>> 0, Math.floor(index / 2 ** 32), 0, 0, this.key);
      this.#blockIndex = index;
    }
    return this.#block[this.#position++ % 4];
  }

  /** Uniform in [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    if (typeof low !== "number" || typeof high !== "number") {
      throw new ArgumentError(`Rng.uniform: expected two numbers; got ${describe(low)} and ${describe(high)}`);
    }
    const bits = (this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6);
    return low + (high - low) * (bits / 2 ** 53);
  }

  /** A whole number in [0, n), without modulo bias. @throws OptionError unless n is from 1 to 2³². */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new OptionError(`Rng.int: expected a whole number from 1 to 2^32; got ${describe(n)}`);
    }
    const limit = 2 ** 32 - (2 ** 32 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }

  /** Gaussian, by Box and Muller's transform. */
  normal(mean = 0, std = 1): number {
    if (typeof mean !== "number" || typeof std !== "number") {
      throw new ArgumentError(`Rng.normal: expected two numbers; got ${describe(mean)} and ${describe(std)}`);
    }
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return mean + std * spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return mean + std * radius * Math.cos(angle);
  }

  /** 0 … n − 1 in random order (Fisher and Yates). @throws OptionError unless n is from 0 to 2³⁰. */
  permutation(n: number): Uint32Array {
    checkInteger("Rng.permutation", "the length", n, 0);
    checkNumber("Rng.permutation", "the length", n, 0, longestPermutation);
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}

let shared = new Rng(0);

/** The stream that initializers and dropout draw from unless they are given one. */
export function defaultRng(): Rng {
  return shared;
}

/** Restarts the default stream, which `randn`, layers and dropout draw from.
 *  @param seed a whole number from 0 to 2⁵³ − 1.
 *  @throws OptionError for any other.
 *
 *  @example
 *  ```ts
 *  import { manualSeed, rand } from "alexgrad";
 *
 *  manualSeed(1);
 *  const a = await rand([]).item();
 *  manualSeed(1);
 *  console.log(a === (await rand([]).item())); // true
 *  ``` */
export function manualSeed(seed: number): void {
  shared = new Rng(seed);
}

/** Runs `work` with the default stream at `state`, and puts the stream back to where it stood. */
export function forkRng<T>(state: RngState, work: () => T): T {
  const before = shared;
  shared = new Rng(state);
  try {
    return work();
  } finally {
    shared = before;
  }
}
