import type { Padding, Pair } from "./geometry/window.ts";
import type { Kind } from "./options.ts";
import type { Shape } from "./shape.ts";

export function kind<T>(expected: string, accepts: (value: unknown) => value is T): Kind<T> {
  return { expected, accepts };
}

export function instanceOf<T>(expected: string, type: abstract new (...args: never[]) => T): Kind<T> {
  return kind(expected, (value): value is T => value instanceof type);
}

export function nullable<T>({ expected, accepts }: Kind<T>): Kind<T | null> {
  return kind(`${expected} or null`, (value): value is T | null => value === null || accepts(value));
}

export function listOf<T>({ expected, accepts }: Kind<T>): Kind<readonly T[]> {
  const isList = (value: unknown): value is readonly T[] => {
    if (!Array.isArray(value)) return false;
    // `every` passes over holes.
    for (let i = 0; i < value.length; i++) if (!accepts(value[i])) return false;
    return true;
  };
  return kind(`an array, each item ${expected}`, isList);
}

/** For types whose values are checked further where they are read. */
export function choice<const T extends string>(...choices: readonly T[]): Kind<T> {
  const all: readonly unknown[] = choices;
  return kind(`one of ${choices.join(", ")}`, (value): value is T => all.includes(value));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A class is none: it cannot be called. */
export function isFunction<T extends (...args: never[]) => unknown>(value: unknown): value is T {
  return typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}

/** A function: what it takes and returns shows only when it is called. */
export function callback<T extends (...args: never[]) => unknown>(): Kind<T> {
  return kind("a function", isFunction<T>);
}

export const boolean = kind("true or false", (value): value is boolean => typeof value === "boolean");
export const number = kind("a number", isNumber);
export const finite = kind("a finite number", (value): value is number => Number.isFinite(value));
export const text = kind("a string", (value): value is string => typeof value === "string");
export const numbers = listOf(number);
export const list = kind("an array of numbers", (value): value is ArrayLike<number> => {
  if (!ArrayBuffer.isView(value)) return numbers.accepts(value);
  return !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array);
});
export const shape = kind("a shape, an array of whole numbers such as [2, 3]", (value): value is Shape =>
  numbers.accepts(value),
);
export const pair = kind("a number or [h, w]", (value): value is Pair => isNumber(value) || Array.isArray(value));
export const padding = kind(
  '"same", a number, [h, w] or an object with top, bottom, left, right',
  (value): value is Padding => value === "same" || isNumber(value) || isObject(value),
);
export const record = kind("an object", (value): value is object => isObject(value) && !Array.isArray(value));
export const iterable = kind(
  "iterable",
  (value): value is Iterable<unknown> => isObject(value) && Symbol.iterator in value,
);
