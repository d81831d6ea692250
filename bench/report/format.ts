/** Three digits, or all before the point: 0.0123, 1.20, 12.3, 1234. */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || size >= 99.95) return value.toFixed(0);
  return size < 0.001 ? value.toExponential(2) : value.toPrecision(3);
}

/** "45.1 µs", "1.23 ms", "2.50 s". */
export function formatTime(ms: number): string {
  if (ms < 0.9995 && ms > 0) return `${threeDigits(1000 * ms)} µs`;
  return ms < 999.5 ? `${threeDigits(ms)} ms` : `${threeDigits(ms / 1000)} s`;
}

/** "78 %"; below 10 % with a digit more. */
export function formatShare(share: number): string {
  const percent = 100 * share;
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** How far from a number others are, as a share of it: "± 1.2 %". */
export function formatSpread(deviation: number, value = 1): string {
  return `± ${formatShare(value === 0 ? 0 : deviation / value)}`;
}

const prefixes = ["", "k", "M", "G", "T"];

/** "211 MFLOP", "1.20 kB". */
export function formatAmount(amount: number, unit: string): string {
  const power = Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, amount)) / 3)));
  return `${threeDigits(amount / 1000 ** power)} ${prefixes[power]}${unit}`;
}
