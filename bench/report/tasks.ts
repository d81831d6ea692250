import type { Group, Pass, Row } from "../results.ts";

/** The rows of those that did the same work in turns. */
export interface ReportTask {
  readonly group: Group;
  readonly what: string;
  readonly size: string;
  readonly shape: string;
  readonly pass: Pass;
  /** The one that was timed twice comes first. */
  readonly rows: readonly [Row, ...Row[]];
}

/** In the order of the rows. */
export function tasksOf(rows: readonly Row[]): ReportTask[] {
  const found = inGroups(rows, ({ group, what, size, shape, pass }) =>
    JSON.stringify([group, what, size, shape, pass]),
  );
  return found.map((each) => {
    const { group, what, size, shape, pass } = each[0];
    return { group, what, size, shape, pass, rows: each };
  });
}

/** What has the same key, together, in the order in which keys appear. */
export function inGroups<T>(items: readonly T[], keyOf: (item: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Whoever is measured, in the order in which they appear: a place in it is a color and a mark. */
export function contendersOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ contender }) => contender))];
}

/** Billions of operations, or of bytes, a second. */
export const perSecond = (row: Row, amount: "flop" | "bytes") => row.work[amount] / row.time.steady.median / 1e6;

/** What a row's speed is counted in: what bounds it, or else what it does. */
export function rateOf(row: Row): { readonly value: number; readonly unit: "GFLOP/s" | "GB/s" } {
  const isMemory = row.bound === undefined ? row.work.flop === 0 : row.bound.kind === "memory";
  return isMemory
    ? { value: perSecond(row, "bytes"), unit: "GB/s" }
    : { value: perSecond(row, "flop"), unit: "GFLOP/s" };
}

/** Images a second; undefined where there are none. */
export function imagesPerSecond({ work, time }: Row): number | undefined {
  return work.images === undefined ? undefined : (1000 * work.images) / time.steady.median;
}

/** Where a row stands along the axis of sizes: its `scale`, or the number in its size. */
export function scaleOf({ scale, size }: Row): number {
  return scale ?? Number(/\d+(\.\d+)?/.exec(size)?.[0] ?? Number.NaN);
}
