/** A command line that cannot be carried out as it stands: exit code 2. */
export class UsageError extends Error {
  override get name(): string {
    return "UsageError";
  }
}

/** Flags as the parser leaves them: numbers and strings as typed, booleans, arrays where a flag was repeated. */
export type Flags = Readonly<Record<string, unknown>>;

export function readNumber(flags: Flags, name: string, range: { min: number; max?: number; whole?: boolean }): number {
  const { min, max = Number.POSITIVE_INFINITY, whole = false } = range;
  const value = flags[camelCase(name)];
  if (typeof value === "number" && value >= min && value <= max && (!whole || Number.isSafeInteger(value)))
    return value;
  const kind = whole ? "a whole number" : "a number";
  const limit = max === Number.POSITIVE_INFINITY ? `≥ ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`--${name}: expected ${kind} ${limit}; got ${String(value)}`);
}

/** A number that may be left out. */
export function readOptional(
  flags: Flags,
  name: string,
  range: { min: number; max?: number; whole?: boolean },
): number | undefined {
  return flags[camelCase(name)] === undefined ? undefined : readNumber(flags, name, range);
}

export function readChoice<T extends string>(flags: Flags, name: string, choices: readonly T[]): T {
  const value = String(flags[camelCase(name)]);
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new UsageError(`--${name}: expected one of ${choices.join(", ")}; got ${value}`);
  return choice;
}

/** Text that may be left out. */
export function readText(flags: Flags, name: string): string | undefined {
  const value = flags[camelCase(name)];
  if (Array.isArray(value)) throw new UsageError(`--${name}: expected it once; got ${value.join(", ")}`);
  return value === undefined ? undefined : String(value);
}

/** Sizes such as 3x32x32. */
export function readSizes(flags: Flags, name: string, count: number): number[] | undefined {
  const text = readText(flags, name);
  if (text === undefined) return undefined;
  const sizes = text.split("x").map(Number);
  if (sizes.length !== count || !sizes.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw new UsageError(
      `--${name}: expected ${count} sizes such as ${["3", "224", "224"].slice(-count).join("x")}; got ${text}`,
    );
  }
  return sizes;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
