// The elementwise functions, a row each: a kernel on every device, with its line in lanes.wasm.ts.

interface Row {
  /** The definition, which the reference device runs. */
  readonly f: (...numbers: readonly number[]) => number;
  /** The same in what GPUs have and get right, where f is not: a closed function, which gpu.js translates from its text
   *  (see common/thread.ts). */
  readonly gpu?: (...numbers: readonly number[]) => number;
  /** Names of the numbers that a call gives, besides the elements: the last parameters of f. At most two: an array of
   *  them, spread for each element, takes more than twice as long. */
  readonly options?: readonly [string] | readonly [string, string];
  /** Nanoseconds for an element on one thread of the cpu device, roughly: what is worth splitting. */
  readonly cost: number;
}

/** out[i] = f(x[i]). */
export const unary = {
  neg: { f: (x) => -x, cost: 0.3 },
  abs: { f: (x) => Math.abs(x), cost: 0.3 },
  /** ±0 and NaN stay as they are. */
  sign: { f: (x) => (x > 0 ? 1 : x < 0 ? -1 : x), cost: 0.3 },
  exp: {
    f: (x) => Math.exp(x),
    // A GPU's exp may take NaN for a number; the product makes NaN of it, and ∞ of what would overflow.
    gpu: (x) => (x < 89 ? Math.exp(x) : x * 3.4028234663852886e38),
    cost: 1,
  },
  log: {
    f: (x) => Math.log(x),
    // −∞ at 0 and NaN below it, which a GPU's log leaves open.
    gpu: (x) => (x > 0 ? Math.log(x) : x < 0 ? Math.sqrt(x) : -1 / Math.abs(x)),
    cost: 1.7,
  },
  sqrt: { f: (x) => Math.sqrt(x), cost: 0.5 },
  /** NaN stays NaN. */
  clamp: { f: (x, min, max) => (x < min ? min : x > max ? max : x), options: ["min", "max"], cost: 0.3 },
  /** NaN stays NaN. */
  relu: { f: (x) => (x <= 0 ? 0 : x), cost: 0.3 },
  /** As PyTorch's: NaN stays NaN. */
  leakyRelu: { f: (x, negativeSlope) => (x > 0 ? x : negativeSlope * x), options: ["negativeSlope"], cost: 0.3 },
  /** 1 / (1 + e⁻ˣ), from e^−|x|, which cannot overflow. */
  sigmoid: {
    f(x) {
      const e = Math.exp(-Math.abs(x));
      return (x >= 0 ? 1 : x < 0 ? e : x) / (1 + e);
    },
    cost: 1.5,
  },
  tanh: {
    f: (x) => Math.tanh(x),
    // tanh |x| = (1 − e) / (1 + e) with e = e^−2|x|, which cannot overflow; near 0, where that cancels, the polynomial of
    // S. Moshier's Cephes library.
    gpu(x) {
      const square = x * x;
      if (square < 0.390625) {
        let p = -5.70498872745e-3 * square + 2.06390887954e-2;
        p = p * square - 5.37397155531e-2;
        p = p * square + 1.33314422036e-1;
        p = p * square - 3.33332819422e-1;
        return p * square * x + x;
      }
      const e = Math.exp(-2 * Math.abs(x));
      const size = (1 - e) / (1 + e);
      return x < 0 ? -size : x > 0 ? size : x;
    },
    cost: 2,
  },
} as const satisfies Record<string, Row>;

/** out[i] = f(a[j], b[k]), broadcasting: j and k are where element i of the output stands in a and in b. */
export const binary = {
  add: { f: (a, b) => a + b, cost: 0.4 },
  sub: { f: (a, b) => a - b, cost: 0.4 },
  mul: { f: (a, b) => a * b, cost: 0.4 },
  div: { f: (a, b) => a / b, cost: 0.5 },
  /** By IEEE 754: 1 to any power is 1, and so is −1 to an infinite one; JavaScript's ** has NaN there. */
  pow: {
    f: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b),
    // aᵇ = ±|a|ᵇ with IEEE 754's special cases: what a GPU calls pow takes none of them.
    gpu(a, b) {
      if (b === 0 || a === 1) return 1;
      if (b === 1) return a;
      if (b === 2) return a * a;
      if (b === -1) return 1 / a;
      const size = Math.abs(a);
      if (!(Math.abs(b) <= 3.4028234663852886e38)) {
        if (a === -1 && Math.abs(b) > 3.4028234663852886e38) return 1;
        // ±∞ or 0 by whether size is above 1.
        const limit = b * (size - 1);
        return limit < 0 ? 0 : limit;
      }
      const isWhole = Math.floor(b) === b ? 1 : 0;
      const isOdd = isWhole - (Math.floor(b * 0.5) === b * 0.5 ? 1 : 0);
      const signed = isOdd === 1 ? a : size;
      if (!(size > 0 && size <= 3.4028234663852886e38)) return b > 0 ? signed : 1 / signed;
      if (a < 0 && isWhole === 0) return Math.sqrt(a);
      const power = size ** b;
      return signed < 0 ? -power : power;
    },
    cost: 9,
  },
  /** NaN wins. */
  maximum: {
    f: (a, b) => Math.max(a, b),
    // The sum is reached only where one of the two is NaN.
    gpu: (a, b) => (a >= b ? a : a < b ? b : a + b),
    cost: 0.5,
  },
  /** NaN wins. */
  minimum: {
    f: (a, b) => Math.min(a, b),
    gpu: (a, b) => (a <= b ? a : a > b ? b : a + b),
    cost: 0.5,
  },
  equal: { f: (a, b) => (a === b ? 1 : 0), cost: 0.4 },
  greater: { f: (a, b) => (a > b ? 1 : 0), cost: 0.4 },
  less: { f: (a, b) => (a < b ? 1 : 0), cost: 0.4 },
} as const satisfies Record<string, Row>;

type Options<R> = R extends { readonly options: readonly (infer N extends string)[] }
  ? [g: { readonly [K in N]: number }]
  : [];

export type UnaryName = keyof typeof unary;
export type UnaryArguments<B, K extends UnaryName> = [x: B, ...Options<(typeof unary)[K]>];
/** The functions that take their element alone. */
export type PlainName = { [K in UnaryName]: Options<(typeof unary)[K]> extends [] ? K : never }[UnaryName];

export type BinaryName = keyof typeof binary;

/** A kernel for each row. */
export function fromRows<K extends string, R extends Row, V>(
  rows: Readonly<Record<K, R>>,
  make: (row: Row, name: K) => V,
): Record<K, V> {
  const entries = Object.entries<R>(rows).map(([name, row]) => [name, make(row, name as K)]);
  return Object.fromEntries(entries) as Record<K, V>;
}

/** The numbers that a call gives, in the order of the row. */
export function numbersOf({ options }: Row, g: Readonly<Record<string, number>> | undefined): number[] {
  const names: readonly string[] = options ?? [];
  return names.map((name) => g![name]);
}
