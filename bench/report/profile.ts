import type { Row } from "../results.ts";
import { inGroups } from "./tasks.ts";

/** All calls of a kernel in a step. */
export interface KernelShare {
  readonly kernel: string;
  readonly calls: number;
  /** Milliseconds in all. */
  readonly ms: number;
  /** Of the time of all kernels. */
  readonly share: number;
  /** What the machine could do it in, of what it takes; undefined where nothing was measured for it. */
  readonly ofBound?: number;
  /** The part of the threads' time in which they wait: what one thread takes is less than all of theirs. Undefined where one
   *  thread was not measured, or there is but one. */
  readonly idle?: number;
}

/** The kernels of a profile on a contender, the costliest first. */
export function kernelShares(rows: readonly Row[], contender: string): KernelShare[] {
  const own = rows.filter((row) => row.contender === contender);
  const single = new Map(
    rows.filter(({ facts }) => facts.device === "cpu" && facts.threads === 1).map((row) => [keyOf(row), row]),
  );
  const whole = total(own);
  return inGroups(own, ({ what }) => what)
    .map((calls): KernelShare => {
      const ms = total(calls);
      const { threads = 1 } = calls[0].facts;
      const alone = calls.flatMap((call) => single.get(keyOf(call)) ?? []);
      const least = calls.reduce((sum, row) => sum + costOf(row) * (row.bound?.share.median ?? Number.NaN), 0);
      return {
        ...{ kernel: calls[0].what, ms, share: ms / whole },
        calls: calls.reduce((sum, { count = 1 }) => sum + count, 0),
        ...(!Number.isNaN(least) && { ofBound: least / ms }),
        ...(threads > 1 && alone.length === calls.length && { idle: Math.max(0, 1 - total(alone) / threads / ms) }),
      };
    })
    .sort((a, b) => b.ms - a.ms);
}

const keyOf = ({ what, size, shape }: Row) => JSON.stringify([what, size, shape]);

/** Milliseconds of a step's calls. */
function costOf({ count = 1, time }: Row): number {
  return count * time.steady.median;
}

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + costOf(row), 0);
}
