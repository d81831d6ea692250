import { OptionError } from "../core/errors.ts";

/** @throws OptionError unless least ≤ value < below. */
export function checkAtLeast(who: string, name: string, value: number, least: number, below = Infinity): void {
  if (!(value >= least && value < below)) {
    const limit = below === Infinity ? "" : ` and < ${below}`;
    throw new OptionError(`${who}: expected ${name} to be ≥ ${least}${limit}; got ${value}`);
  }
}
