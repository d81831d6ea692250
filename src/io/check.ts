/** What a value from a file must be, put together from small checks: the first thing that is wrong is told in one line, with
 *  its place. */

import { describe } from "../core/describe.ts";
import { ArgumentError, FormatError } from "../core/errors.ts";

/** What is wrong: where ("recipe.layers[2]", "" for the whole), what was expected there, and what came. */
interface Problem {
  readonly where: string;
  readonly expected: string;
  readonly got: unknown;
}

/** The first problem of a value that stands at `where`; null if there is none. */
export type Check = (value: unknown, where: string) => Problem | null;

export type Checks = Readonly<Record<string, Check>>;

/** Numbers whose products a float32 holds too. */
const LARGEST = 1e9;

function leaf(expected: string, isRight: (value: unknown) => boolean): Check {
  return (value, where) => (isRight(value) ? null : { where, expected, got: value });
}

/** @param isRight what more is asked of it, in the words of `expected`. */
export function text(expected = "text", isRight: (value: string) => boolean = () => true): Check {
  return leaf(expected, (value) => typeof value === "string" && isRight(value));
}

export const boolean = leaf("true or false", (value) => typeof value === "boolean");

export const finite = leaf("a finite number", Number.isFinite);

/** A finite number; the range is `LARGEST` wide where no end is given. */
export function number(min = -LARGEST, max = LARGEST): Check {
  const isRight = (value: unknown) => Number.isFinite(value) && Number(value) >= min && Number(value) <= max;
  return leaf(`a number from ${format(min)} to ${format(max)}`, isRight);
}

export function above(min: number, max = LARGEST): Check {
  const isRight = (value: unknown) => Number.isFinite(value) && Number(value) > min && Number(value) <= max;
  return leaf(`a number above ${format(min)}, up to ${format(max)}`, isRight);
}

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  const range = max === Number.MAX_SAFE_INTEGER ? `≥ ${min}` : `from ${min} to ${max}`;
  const isRight = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
  return leaf(`a whole number ${range}`, isRight);
}

export function oneOf(choices: readonly string[]): Check {
  return leaf(`one of ${choices.join(", ")}`, (value) => typeof value === "string" && choices.includes(value));
}

export function orNull(check: Check): Check {
  return (value, where) => {
    const problem = value === null ? null : check(value, where);
    return problem?.where === where ? { ...problem, expected: `${problem.expected}, or null` } : problem;
  };
}

/** @param length exactly so many. */
export function listOf(check: Check, length?: number): Check {
  return (value, where) => {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
      return { where, expected: length === undefined ? "a list" : `a list of ${length}`, got: value };
    }
    return firstOf(value, (item, i) => check(item, `${where}[${i}]`));
  };
}

/** Two numbers, the first of them no more than the second. */
export function rangeOf(check: Check): Check {
  return (value, where) => {
    const problem = listOf(check, 2)(value, where);
    if (problem !== null) return problem;
    const [low, high] = value as [number, number];
    return low <= high ? null : { where, expected: "the lower number first", got: `${low}, ${high}` };
  };
}

export function recordOf(check: Check): Check {
  return (value, where) =>
    isRecord(value)
      ? firstOf(Object.entries(value), ([key, item]) => check(item, placeOf(where, key)))
      : { where, expected: "an object", got: value };
}

/** An object with these fields and no others; all must be there but the `optional` ones. */
export function fields(needed: Checks, optional: Checks = {}): Check {
  const known = new Map(Object.entries({ ...needed, ...optional }));
  return (value, where) => {
    if (!isRecord(value)) return { where, expected: "an object", got: value };
    const unknown = Object.keys(value).find((key) => !known.has(key));
    if (unknown !== undefined) {
      return { where, expected: `no other fields than ${[...known.keys()].join(", ")}`, got: unknown };
    }
    return firstOf(known, ([key, check]) =>
      Object.hasOwn(value, key) || Object.hasOwn(needed, key) ? check(value[key], placeOf(where, key)) : null,
    );
  };
}

/** An object that says in its field `key` what it is: then come the fields that such a one needs, and those it may have. */
export function oneOfKind(
  key: string,
  kinds: Readonly<Record<string, readonly [needed: Checks, optional?: Checks]>>,
): Check {
  const isKind = oneOf(Object.keys(kinds));
  return (value, where) => {
    if (!isRecord(value)) return { where, expected: "an object", got: value };
    const kind = value[key];
    const problem = isKind(kind, placeOf(where, key));
    if (problem !== null || typeof kind !== "string") return problem;
    const [needed, optional] = kinds[kind];
    return fields({ [key]: isKind, ...needed }, optional)(value, where);
  };
}

/** @throws FormatError with the file, the place and the reason, in one line. */
export function check(file: string, value: unknown, rule: Check, where = ""): void {
  const problem = rule(value, where);
  if (problem === null) return;
  const place = problem.where === "" ? "" : `${problem.where}: `;
  throw new FormatError(file, `${place}expected ${problem.expected}; got ${show(problem.got)}`);
}

/** The same for an argument. @throws ArgumentError with the place and the reason. */
export function checkValue(who: string, name: string, value: unknown, rule: Check): void {
  const problem = rule(value, name);
  if (problem === null) return;
  const { where, expected, got } = problem;
  throw new ArgumentError(`${who}: expected ${where} to be ${expected}; got ${describe(got)}`);
}

/** JSON of a file.
 *  @param revive see `JSON.parse`.
 *  @throws FormatError with the place where it stops being JSON. */
export function parseJson(file: string, json: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(json, revive);
  } catch (cause) {
    const end = jsonEnd(json);
    const lineStart = json.lastIndexOf("\n", end - 1) + 1;
    const found = end === json.length ? "it ends too early" : `unexpected ${show(json.slice(end, end + 1))}`;
    const line = json.includes("\n") ? `line ${countLines(json, end)}, ` : "";
    throw new FormatError(file, `is not JSON (${line}column ${end - lineStart + 1}: ${found})`, {
      cause,
    });
  }
}

/** Lines up to a place, without a list of them all. */
function countLines(text: string, end: number): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The length of what may still become JSON, which not every message of JSON.parse tells. */
function jsonEnd(json: string): number {
  if (isBeginning(json)) return json.length;
  let [good, bad] = [0, json.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(json.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether text is JSON, or fails at its end only. */
function isBeginning(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch (error) {
    const message = String(error);
    return /end of JSON input/.test(message) || new RegExp(`at position ${json.length}\\b`).test(message);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf<Item>(items: Iterable<Item>, problemOf: (item: Item, i: number) => Problem | null): Problem | null {
  let i = 0;
  for (const item of items) {
    const problem = problemOf(item, i++);
    if (problem !== null) return problem;
  }
  return null;
}

function placeOf(where: string, key: string): string {
  if (!/^[\w-]{1,60}$/.test(key)) return `${where}[${show(key)}]`;
  return where === "" ? key : `${where}.${key}`;
}

/** In one line, and no longer than that. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

function format(value: number): string {
  return Math.abs(value) >= 1e6 ? value.toExponential().replace("+", "") : String(value);
}
