/** A command line that cannot be carried out as it stands: exit code 2. */
export class UsageError extends Error {
  override get name(): string {
    return "UsageError";
  }
}

/** Flags by their names in camel case: text as typed, true or false where they take no value, else their defaults. */
export type Flags = Readonly<Record<string, unknown>>;

/** For the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  $ ${line}`)].join("\n");
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** How many images, or anything that there is no more of than images. */
export const counts: Range = { min: 1, max: 2 ** 24, whole: true };

/** How often: of epochs, steps, trainings. */
export const repeats: Range = { min: 1, max: 10 ** 8, whole: true };

/** Sides of images, in pixels: those of one image of the largest side fill the memory that images may take. */
export const sides: Range = { min: 1, max: 2 ** 15, whole: true };

/** Rates and norms: float32, in which they are used, has no larger power of ten. */
export const rates: Range = { min: 0, max: 1e38 };

/** A span of time, in seconds or minutes. */
export const times: Range = { min: 0, max: 10 ** 8 };

export const seeds: Range = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };

/** Factors for the sizes of a network. */
export const factors: Range = { min: Number.MIN_VALUE, max: 1000 };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function readNumber(flags: Flags, name: string, { min, max, whole = false }: Range): number {
  const given = flags[camelCase(name)];
  const value = typeof given === "string" && decimal.test(given) ? Number(given) : Number.NaN;
  if (value >= min && value <= max && (!whole || Number.isSafeInteger(value))) return value;
  const kind = whole ? "a whole number" : "a number";
  const limit = min === Number.MIN_VALUE ? `above 0, up to ${max}` : `from ${min} to ${max}`;
  throw new UsageError(`--${name}: expected ${kind} ${limit}; got ${String(given)}`);
}

/** A number that may be left out. */
export function readOptional(flags: Flags, name: string, range: Range): number | undefined {
  return flags[camelCase(name)] === undefined ? undefined : readNumber(flags, name, range);
}

export function readChoice<T extends string>(flags: Flags, name: string, choices: readonly T[]): T {
  const value = String(flags[camelCase(name)]);
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new UsageError(`--${name}: expected one of ${choices.join(", ")}; got ${value}`);
  return choice;
}

/** Numbers such as 1,2,8, each once. */
export function readNumbers(flags: Flags, name: string, range: Range): number[] {
  const parts = listOf(flags, name);
  return parts.map((part) => readNumber({ [camelCase(name)]: part }, name, range));
}

/** Names such as cpu,gpu, each once. */
export function readChoices<T extends string>(flags: Flags, name: string, choices: readonly T[]): T[] {
  return listOf(flags, name).map((part) => readChoice({ [camelCase(name)]: part }, name, choices));
}

function listOf(flags: Flags, name: string): string[] {
  const parts = String(flags[camelCase(name)]).split(",");
  if (new Set(parts).size < parts.length) throw new UsageError(`--${name}: expected each once; got ${parts}`);
  return parts;
}

/** Text that may be left out. */
export function readText(flags: Flags, name: string): string | undefined {
  const value = flags[camelCase(name)];
  return value === undefined ? undefined : String(value);
}

/** Sizes such as 3x32x32. */
export function readSizes(flags: Flags, name: string, count: number): number[] | undefined {
  const text = readText(flags, name);
  if (text === undefined) return undefined;
  const sizes = text.split("x").map(Number);
  if (sizes.length !== count || !sizes.every((size) => Number.isSafeInteger(size) && size > 0 && size <= sides.max)) {
    throw new UsageError(
      `--${name}: expected ${count} sizes such as ${["3", "224", "224"].slice(-count).join("x")}; got ${text}`,
    );
  }
  return sizes;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
