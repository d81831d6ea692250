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

export type Unit = "GFLOP/s" | "GB/s";

/** What the speed of rows that do the same work is counted in: what bounds them, or else what they do. */
export function unitOf(rows: readonly Row[]): Unit {
  const bound = rows.find((row) => row.bound !== undefined)?.bound;
  const isMemory = bound === undefined ? rows.every(({ work }) => work.flop === 0) : bound.kind === "memory";
  return isMemory ? "GB/s" : "GFLOP/s";
}

export const speedIn = (unit: Unit, row: Row) => perSecond(row, unit === "GB/s" ? "bytes" : "flop");

/** Images a second; undefined where there are none. */
export function imagesPerSecond({ work, time }: Row): number | undefined {
  return work.images === undefined ? undefined : (1000 * work.images) / time.steady.median;
}

/** Where a row stands along the axis of sizes: its `scale`, or the number in its size. */
export function scaleOf({ scale, size }: Row): number {
  return scale ?? Number(/\d+(\.\d+)?/.exec(size)?.[0] ?? Number.NaN);
}
