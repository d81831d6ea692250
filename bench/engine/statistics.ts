import { Bench } from "tinybench";

/** What tinybench makes of some numbers. */
export interface Spread {
  readonly median: number;
  /** The median of the absolute deviations from the median. */
  readonly mad: number;
  readonly mean: number;
  /** Student's interval of the mean, at 95 %; both ends are the number itself where there is but one. */
  readonly interval: readonly [low: number, high: number];
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** @param values at least one, none negative. */
export function spreadOf(values: readonly number[]): Spread {
  const bench = new Bench({ warmup: false, time: 0, iterations: values.length, throws: true });
  let next = 0;
  bench.add("values", () => ({ overriddenDuration: values[next++] }), { async: false });
  const [{ result }] = bench.runSync() as [(typeof bench.tasks)[number]];
  if (result.state !== "completed") throw new Error(`expected numbers from 0 on; got ${values.join(", ")}`);
  const { p50, mad, mean, moe, min, max, samplesCount } = result.latency;
  return { median: p50, mad, mean, interval: [mean - moe, mean + moe], min, max, count: samplesCount };
}

/** Logarithms of what is timed are above −1000, and tinybench takes no negative numbers. */
const shift = 1000;

/** @param values at least one, all positive. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(spreadOf(values.map((value) => Math.log(value) + shift)).mean - shift);
}
