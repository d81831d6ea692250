/** A derivative from three central differences with steps h, h/2 and h/4, without their errors of order h² and h⁴, and what
 *  the last extrapolation changed. */
export function richardson(wide: number, half: number, quarter: number): { value: number; truncation: number } {
  const first = (4 * half - wide) / 3;
  const second = (4 * quarter - half) / 3;
  const value = (16 * second - first) / 15;
  return { value, truncation: Math.abs(value - second) };
}
