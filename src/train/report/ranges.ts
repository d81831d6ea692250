import type { Interval } from "../interval.ts";

/** The lowest and the highest of each `size` values in a row. */
export function rangesOf(data: ArrayLike<number>, size: number): Interval[] {
  return Array.from({ length: Math.floor(data.length / size) }, (_, i) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = i * size; at < (i + 1) * size; at++) {
      low = Math.min(low, data[at]);
      high = Math.max(high, data[at]);
    }
    return { low, high };
  });
}

/** The largest amount in each filter's picture, as `filterImages` draws them. */
export function filterScales({
  shape,
  data,
}: {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}): number[] {
  const [, channels = 1, kh = 1, kw = 1] = shape;
  const ranges = rangesOf(data, (channels === 3 ? 3 : 1) * kh * kw);
  return ranges.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)));
}
