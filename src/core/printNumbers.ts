/** Digits after the point. */
const precision = 4;

/** How a tensor's numbers look, all of the same width, by PyTorch's rules: whole numbers as "3.", others with four digits
 *  after the point, and in powers of ten where one is above 10⁸ or below 10⁻⁴, or the largest above 1000 times the smallest. */
export function numberFormat(values: readonly number[]): (value: number) => string {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const smallest = sizes.reduce((least, size) => Math.min(least, size), Number.POSITIVE_INFINITY);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const isWhole = sizes.every(Number.isInteger);
  const isWide = sizes.length > 0 && (largest / smallest > 1000 || largest > 1e8 || (!isWhole && smallest < 1e-4));
  const spell = (value: number) => {
    if (!Number.isFinite(value)) return String(value).replace("NaN", "nan").replace("Infinity", "inf");
    const size = Math.abs(value);
    const digits = isWide ? powerOfTen(size) : isWhole ? `${size}.` : size.toFixed(precision);
    return value < 0 || Object.is(value, -0) ? `-${digits}` : digits;
  };
  const width = values.reduce((most, value) => Math.max(most, spell(value).length), 0);
  return (value) => spell(value).padStart(width);
}

/** "1.0000e+02": two digits of the exponent at least, so that most are as long as each other. */
function powerOfTen(value: number): string {
  return value.toExponential(precision).replace(/(?<=e[+-])(?=\d$)/, "0");
}
