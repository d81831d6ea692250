import { OptionError } from "./errors.ts";

/** @throws OptionError unless `value` is a finite number from `min` to `max`. */
export function checkNumber(
  who: string,
  name: string,
  value: number,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  const range =
    min === Number.NEGATIVE_INFINITY
      ? "finite"
      : max === Number.POSITIVE_INFINITY
        ? `≥ ${min}`
        : `from ${min} to ${max}`;
  throw new OptionError(`${who}: expected ${name} to be a number ${range}; got ${value}`);
}

/** @throws OptionError unless `value` is one of `choices`. */
export function checkChoice(who: string, name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new OptionError(`${who}: expected ${name} to be one of ${choices.join(", ")}; got ${value}`);
  }
}

/** @throws OptionError unless `value` is a whole number ≥ `least`. */
export function checkInteger(who: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new OptionError(`${who}: expected ${name} to be a whole number ≥ ${least}; got ${value}`);
  }
}
