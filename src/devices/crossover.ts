/** Which of two devices is faster at a size; null where that is not certain. */
export interface Settled {
  /** The size: n of matrices, or images. */
  readonly scale: number;
  readonly faster: "cpu" | "gpu" | null;
}

/** Where the GPU begins to pay, as an interval: between the two sizes it is not settled which is faster. */
export interface Crossover {
  /** The largest size at which the cpu device is certainly faster; null: none. */
  readonly cpuUpTo: number | null;
  /** The smallest size from which on the GPU certainly is; null: not up to the largest measured. */
  readonly gpuFrom: number | null;
  /** The smallest and the largest size that were measured. */
  readonly measured: readonly [least: number, most: number];
}

/** @param sizes at least one, in any order, none twice. */
export function crossoverOf(sizes: readonly Settled[]): Crossover {
  const ascending = sizes.toSorted((a, b) => a.scale - b.scale);
  const scales = ascending.map(({ scale }) => scale);
  const lastWithout = ascending.findLastIndex(({ faster }) => faster !== "gpu");
  return {
    cpuUpTo: ascending.findLast(({ faster }) => faster === "cpu")?.scale ?? null,
    gpuFrom: scales[lastWithout + 1] ?? null,
    measured: [scales[0]!, scales.at(-1)!],
  };
}

/** "from n = 512 (cpu up to n = 128)", "not up to n = 2048 (cpu up to n = 1024)", "from n = 16, the smallest measured".
 *  @param unit "n", or what sizes count: "batch". */
export function describeCrossover({ cpuUpTo, gpuFrom, measured }: Crossover, unit: string): string {
  const at = (scale: number) => (unit === "n" ? `n = ${scale}` : `${unit} ${scale}`);
  const [least, most] = measured;
  if (gpuFrom === least) return `from ${at(least)}, the smallest measured`;
  const below = cpuUpTo === null ? "not settled below" : `cpu up to ${at(cpuUpTo)}`;
  if (gpuFrom !== null) return `from ${at(gpuFrom)} (${below})`;
  if (cpuUpTo === most) return `not up to ${at(most)}`;
  return `not up to ${at(most)} (${cpuUpTo === null ? "not settled" : below})`;
}
