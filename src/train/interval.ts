/** From low to high. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 95 % of the normal distribution lie within ± this. */
const Z = 1.959963984540054;

/** 95 % of Student's t lie within ± this, for 1 to 9 degrees of freedom. */
const fewDegrees = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622];

/** 95 % interval of a share of which `right` of `count` were seen (Wilson 1927). */
export function wilson(right: number, count: number): Interval {
  const share = right / count;
  const middle = share + Z ** 2 / (2 * count);
  const half = Z * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2));
  const scale = 1 + Z ** 2 / count;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The deviation of the distribution that two or more values are drawn from; null where there are fewer. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) * (values.length / (values.length - 1)));
}

/** 95 % interval of the mean of the distribution that the values are drawn from (Student's t); null for fewer than two.
 *  @param resolution the standard deviation is taken to be this at least. */
export function meanInterval(values: readonly number[], resolution = 0): Interval | null {
  const deviation = standardDeviation(values);
  if (deviation === null) return null;
  const half = (studentT(values.length - 1) * Math.max(deviation, resolution)) / Math.sqrt(values.length);
  return { low: mean(values) - half, high: mean(values) + half };
}

/** From ten degrees of freedom on by the expansion of Cornish and Fisher, to three decimals. */
function studentT(degrees: number): number {
  const expansion = [
    Z,
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  ];
  return fewDegrees[degrees - 1] ?? expansion.reduce((sum, term, i) => sum + term / degrees ** i, 0);
}
