// The elementwise functions: each by its name, with its definition, as the reference device runs it, and its cost. A line
// here, one in lanes.wasm.ts and one in gpu.ts are a kernel on every device. Costs are in nanoseconds for an element on
// one thread of the cpu device, roughly: what is worth splitting.

interface Row {
  readonly f: (...numbers: readonly number[]) => number;
  readonly cost: number;
  /** Names of the numbers that a call gives, besides the elements: the last parameters of f. */
  readonly options?: readonly string[];
}

/** out[i] = f(x[i]). */
export const unary = {
  neg: { f: (x: number) => -x, cost: 0.3 },
  abs: { f: Math.abs, cost: 0.3 },
  /** ±0 and NaN stay as they are. */
  sign: { f: Math.sign, cost: 0.3 },
  exp: { f: Math.exp, cost: 1 },
  log: { f: Math.log, cost: 1.7 },
  sqrt: { f: Math.sqrt, cost: 0.5 },
  /** NaN stays NaN. */
  clamp: {
    f: (x: number, min: number, max: number) => (x < min ? min : x > max ? max : x),
    options: ["min", "max"],
    cost: 0.3,
  },
  /** NaN stays NaN. */
  relu: { f: (x: number) => (x <= 0 ? 0 : x), cost: 0.3 },
  /** 1 / (1 + e⁻ˣ), without overflow. */
  sigmoid: { f: (x: number) => (x >= 0 ? 1 : Math.exp(x)) / (1 + Math.exp(-Math.abs(x))), cost: 1.5 },
  tanh: { f: Math.tanh, cost: 2 },
} as const satisfies Record<string, Row>;

/** out[i] = f(a[j], b[k]), broadcasting: j and k are where element i of the output stands in a and in b. */
export const binary = {
  add: { f: (a: number, b: number) => a + b, cost: 0.4 },
  sub: { f: (a: number, b: number) => a - b, cost: 0.4 },
  mul: { f: (a: number, b: number) => a * b, cost: 0.4 },
  div: { f: (a: number, b: number) => a / b, cost: 0.5 },
  /** By IEEE 754: 1 to any power is 1, and so is −1 to an infinite one; JavaScript's ** has NaN there. */
  pow: {
    f: (a: number, b: number) => (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b),
    cost: 9,
  },
  /** NaN wins; 0 is larger than −0. */
  maximum: { f: Math.max, cost: 0.5 },
  equal: { f: (a: number, b: number) => (a === b ? 1 : 0), cost: 0.4 },
  greater: { f: (a: number, b: number) => (a > b ? 1 : 0), cost: 0.4 },
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
export function numbersOf({ options = [] }: Row, g: Readonly<Record<string, number>> | undefined): number[] {
  return options.map((name) => g![name]!);
}
