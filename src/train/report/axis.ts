/** How numbers lie along a side of a chart. "whole" marks whole numbers only; "log" has powers of ten. */
export type AxisKind = "linear" | "whole" | "log";

interface Axis {
  /** Where a value lies: 0 at the low end, 1 at the high end. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** @param count about how many ticks.
 *  @param isFromZero whether the axis has 0 on it, wherever the values lie. */
export function makeAxis(values: readonly number[], kind: AxisKind, count: number, isFromZero = false): Axis {
  const scale = kind === "log" ? Math.log10 : (value: number) => value;
  const [low, high] = rangeOf([...values.map(scale), ...(isFromZero ? [0] : [])], kind === "whole" ? 0.5 : undefined);
  return {
    at: (value) => (scale(value) - low) / (high - low),
    ticks: kind === "log" ? decades(low, high) : ticks(low, high, count, kind === "whole" ? 1 : 0),
  };
}

/** Wide enough to draw in, also where all are the same or nearly so.
 *  @param margin on both sides then. Default: a tenth of the value. */
function rangeOf(values: readonly number[], margin?: number): [number, number] {
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as const);
  const around = margin ?? (Math.max(Math.abs(low), Math.abs(high)) / 10 || 1);
  const isNarrow = high - low < 1e-9 * around;
  return isNarrow ? [low - around, high + around] : [low, high];
}

/** Round numbers in [low, high], about `count` of them, `least` apart or more. */
function ticks(low: number, high: number, count: number, least = 0): number[] {
  const raw = Math.max(least, (high - low) / count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** Powers of ten between two exponents; where there are not two, also their doubles and halves; else
 *  round numbers. */
function decades(low: number, high: number): number[] {
  const powers = ticks(low, high, 4, 1).map((exponent) => 10 ** exponent);
  const first = Math.floor(low);
  const between = Array.from({ length: Math.ceil(high) - first }, (_, i) => 10 ** (first + i))
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
  return [powers, between].find((all) => all.length > 1) ?? ticks(10 ** low, 10 ** high, 4);
}
