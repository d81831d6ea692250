import { judge, noiseOf, verdictOf, wider } from "./engine/measure.ts";
import { spreadOf } from "./engine/statistics.ts";
import { type Noise, type Row, type Target, taskKey } from "./results.ts";

/** Rows of fresh processes as one: a figure is the median of the processes' medians, and every spread is over these. What
 *  not all of them measured is left out.
 *  @param runs the rows of each process, of at least one. */
export function mergeRows(runs: readonly (readonly Row[])[]): readonly Row[] {
  if (runs.length === 1) return runs[0];
  const [first, ...others] = runs.map((rows) => new Map(rows.map((row) => [keyOf(row), row])));
  const merged = [...first].flatMap(([key, row]) => {
    const all = [row, ...others.flatMap((each) => each.get(key) ?? [])];
    return all.length === runs.length ? [all] : [];
  });
  const noises = new Map<string, Noise>();
  for (const rows of merged) {
    const [task, noise] = [taskKey(rows[0]), noiseOver(rows)];
    if (noise !== undefined) noises.set(task, wider(noise, noises.get(task) ?? noise));
  }
  return merged.map((rows) => mergeRow(rows, noises.get(taskKey(rows[0]))));
}

function keyOf(row: Row): string {
  return JSON.stringify([taskKey(row), row.contender]);
}

const over = (values: readonly number[]) => spreadOf(values);
const medianOf = (values: readonly number[]) => spreadOf(values).median;

/** Few processes may agree by chance: the spread is no less than within one. */
function noiseOver(rows: readonly Row[]): Noise | undefined {
  const noises = rows.flatMap(({ noise }) => noise ?? []);
  if (noises.length < rows.length) return undefined;
  return noiseOf(
    noises.map(({ ratio }) => ratio.median),
    medianOf(noises.map(({ spread }) => spread)),
  );
}

const askedOf = ["of", "atLeast", "atMost"] as const;

/** @param noise the widest of the task. */
function mergeRow(rows: readonly Row[], noise: Noise | undefined): Row {
  const [{ time, bound, noise: _, checked, peakBytes, ...row }] = rows;
  const own = noiseOver(rows);
  const medians = (of: (row: Row) => number | undefined) => rows.flatMap((each) => of(each) ?? []);
  const ratios = row.ratios.map(({ to }) => {
    const ratio = over(medians((each) => each.ratios.find((other) => other.to === to)?.ratio.median));
    return { to, ratio, verdict: verdictOf(ratio, noise ?? noiseOf([1])) };
  });
  const share =
    bound && over(medians((each) => (each.bound?.kind === bound.kind ? each.bound.share.median : undefined)));
  return {
    ...row,
    time: {
      first: medianOf(medians((each) => each.time.first)),
      compile: medianOf(medians((each) => each.time.compile)),
      warm: medianOf(medians((each) => each.time.warm)),
      steady: over(medians((each) => each.time.steady.median)),
      calls: time.calls,
    },
    ...(bound && share && { bound: { kind: bound.kind, share } }),
    ratios,
    ...(own && { noise: own }),
    ...(checked !== undefined && { checked: Math.max(...medians((each) => each.checked)) }),
    ...(peakBytes !== undefined && { peakBytes: Math.max(...medians((each) => each.peakBytes)) }),
    targets: row.targets.map((target) => {
      const same = (other: Target) => askedOf.every((key) => other[key] === target[key]);
      return judge(target, medianOf(medians((each) => each.targets.find(same)?.value)));
    }),
  };
}
