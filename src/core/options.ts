import { describe } from "./describe.ts";
import { ArgumentError, OptionError } from "./errors.ts";

/** What a value may be; `expected` is how a message says it. */
export interface Kind<T> {
  readonly expected: string;
  accepts(value: unknown): value is T;
}

/** The kind of every option that there is. */
export type Kinds<O> = { readonly [K in keyof O]-?: Kind<Exclude<O[K], undefined>> };

/** @throws ArgumentError unless `value` is of the kind. */
export function checkArgument<T>(who: string, name: string, value: unknown, kind: Kind<T>): asserts value is T {
  if (kind.accepts(value)) return;
  throw new ArgumentError(`${who}: expected ${name} to be ${kind.expected}; got ${describe(value)}`);
}

/** @throws OptionError unless `options` is an object of options that there are, each of its kind or left out. */
export function checkOptions<O>(who: string, options: O, kinds: Kinds<O>): void;
export function checkOptions(who: string, options: unknown, kinds: AnyKinds): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new OptionError(`${who}: ${describeOther(options, kinds)}`);
  }
  for (const name in options) {
    const kind = kinds[name];
    // What every object inherits, such as "toString", is no kind.
    if (kind?.accepts === undefined) throw new OptionError(`${who}: ${describeUnknown(name, options, kinds)}`);
    const value: unknown = options[name as keyof typeof options];
    if (value === undefined || kind.accepts(value)) continue;
    throw new OptionError(`${who}: expected ${name} to be ${kind.expected}; got ${describe(value)}`);
  }
}

/** @throws OptionError unless the options that have no default are there. */
export function checkRequired<O extends object>(
  who: string,
  options: O,
  kinds: Kinds<O>,
  ...names: (keyof O & string)[]
): void {
  for (const name of names) {
    if (options[name] !== undefined) continue;
    throw new OptionError(`${who}: expected ${name} to be ${kinds[name].expected}; got undefined`);
  }
}

type AnyKinds = Readonly<Record<string, Kind<unknown>>>;

/** Something that is no options at all; the first option that could have been meant by it is shown. */
function describeOther(value: unknown, kinds: AnyKinds): string {
  const [meant] = Object.entries(kinds).find(([, kind]) => value != null && kind.accepts(value)) ?? [];
  const got = describe(value);
  const example =
    meant === undefined
      ? ""
      : `, such as { ${meant}: ${typeof value === "object" && !Array.isArray(value) ? "…" : got} }`;
  return `expected options as an object with ${Object.keys(kinds).join(", ") || "nothing"}${example}; got ${got}`;
}

function describeUnknown(name: string, options: object, kinds: AnyKinds): string {
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(options));
  if (!isPlain) return describeOther(options, kinds);
  const [nearest] = Object.keys(kinds).toSorted((a, b) => distance(a, name) - distance(b, name));
  const guess = nearest !== undefined && distance(nearest, name) <= 3 ? ` (${nearest}?)` : "";
  return `expected options among ${Object.keys(kinds).join(", ") || "none"}; got ${name}${guess}`;
}

/** How many letters must be put in, taken out or changed (Levenshtein), without regard to capitals. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1].toLowerCase() === b[j - 1].toLowerCase() ? 0 : 1;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + changed));
    }
    row = next;
  }
  return row[b.length];
}

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
  throw new OptionError(`${who}: expected ${name} to be a number ${range}; got ${describe(value)}`);
}

/** @throws OptionError unless `value` is one of `choices`. */
export function checkChoice(who: string, name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    const got = typeof value === "string" ? value : describe(value);
    throw new OptionError(`${who}: expected ${name} to be one of ${choices.join(", ")}; got ${got}`);
  }
}

/** @throws OptionError unless `value` is a whole number ≥ `least`. */
export function checkInteger(who: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new OptionError(`${who}: expected ${name} to be a whole number ≥ ${least}; got ${describe(value)}`);
  }
}
