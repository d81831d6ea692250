const digits = 3;

/** A number as cells and sentences show it: three digits, whole numbers in full, a real minus sign. */
export function show(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e6;
  const rounded = isWhole ? value : Number(value.toPrecision(digits));
  const text = Math.abs(rounded) !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
  return text.replace("e+", "e").replaceAll("-", "−");
}

/** The same as a factor of a product: negative ones in parentheses. */
export function factor(value: number): string {
  return value < 0 ? `(${show(value)})` : show(value);
}

/** As code: every digit that it takes to read the same number again. */
export function literal(value: number): string {
  return Number.isNaN(value) ? "NaN" : Object.is(value, -0) ? "-0" : String(value);
}

/** Whether two sums of a few small numbers are the same but for the order of their additions. */
export const isClose = (a: number, b: number) => Object.is(a, b) || Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b));
