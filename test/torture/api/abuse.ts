import type { Rng } from "../../../src/index.ts";
import * as ag from "../../../src/index.ts";
import type { World } from "./call.ts";

/** What a getter or a callback of the caller throws: it must come through as it is. */
export class Thrown extends Error {}

function fail(): never {
  throw new Thrown("by the caller");
}

/** Names of what is put in place of a right value, and how it is made. */
const hostile: Readonly<Record<string, (w: World) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a string": () => "no/such/same",
  "an empty string": () => "",
  "a number": () => 3,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  "-Infinity": () => Number.NEGATIVE_INFINITY,
  "-1": () => -1,
  "0": () => 0,
  "0.5": () => 0.5,
  "2^31": () => 2 ** 31,
  "2^53": () => 2 ** 53,
  "1e300": () => 1e300,
  true: () => true,
  "an object": () => ({}),
  "an object without prototype": () => Object.create(null),
  "an empty array": () => [],
  "an array": () => [1, 2],
  "an array of strings": () => ["a"],
  "a sparse array": () => new Array(3),
  "ragged arrays": () => [[1, 2], [3]],
  "a huge shape": () => [2 ** 20, 2 ** 20],
  "an endless length": () => ({ length: 2 ** 53 }),
  "a function": () => () => undefined,
  "a throwing function": () => fail,
  "a class": () => ag.Tensor,
  "a symbol": () => Symbol("s"),
  "a bigint": () => 3n,
  "a promise": () => Promise.resolve(3),
  "a date": () => new Date(0),
  "a map": () => new Map([["a", 1]]),
  "bytes of another kind": () => new BigInt64Array(2),
  "a proxy": () => new Proxy({}, {}),
  "a throwing getter": () => Object.defineProperty({}, "shape", { enumerable: true, get: fail }),
  "a tensor": (w) => w.t(2, 3),
  "a scalar tensor": (w) => w.t(),
  "a tensor of another device": (w) => ag.ones([2, 3], { device: w.exact }),
  "a disposed tensor": (w) => disposed(w),
  "a tensor of a freed graph": (w) => freed(w),
  "a tensor of a closed device": () => closed(),
  "a buffer": (w) => w.device.write([1, 2]),
  "a freed buffer": (w) => freedBuffer(w),
  "a buffer of another device": (w) => w.exact.write([1, 2]),
  "a hook that disposes": () => (x: unknown) => x instanceof ag.Tensor && x.dispose(),
  "a hook that goes backward": (w) => () => w.p(2).sum().backward(),
  "a device": (w) => w.device,
  "an rng": (w) => w.rng,
  "a layer": (w) => w.linear(),
};
const hostileNames = Object.keys(hostile);

function disposed(w: World): ag.Tensor {
  const x = w.p(2, 3);
  x.dispose();
  return x;
}

function freed(w: World): ag.Tensor {
  const y = w.p(2, 3).exp();
  y.sum().backward();
  return y;
}

function closed(): ag.Tensor {
  const device = ag.reference();
  const x = ag.ones([2, 3], { device });
  void device.close();
  return x;
}

function freedBuffer({ device }: World): unknown {
  const buffer = device.write([1, 2]);
  device.free(buffer);
  return buffer;
}

export interface Abuse {
  readonly args: readonly unknown[];
  /** What was done, for the list. */
  readonly what: string;
  /** Whether an option was made that does not exist: to take it is wrong. */
  readonly isUnknownOption: boolean;
}

function pick<T>(rng: Rng, from: readonly T[]): T {
  return from[rng.int(from.length)];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Something wrong in place of a value, or of something inside of it. */
function spoil(w: World, rng: Rng, value: unknown, path: string): { value: unknown; what: string } {
  if (isPlain(value) && Object.keys(value).length > 0 && rng.int(4) > 0) {
    const key = pick(rng, Object.keys(value));
    if (rng.int(12) === 0) {
      const copy = Object.defineProperty({ ...value }, key, { enumerable: true, get: fail });
      return { value: copy, what: `${path}.${key}: a throwing getter` };
    }
    const inner = spoil(w, rng, value[key], `${path}.${key}`);
    return { value: { ...value, [key]: inner.value }, what: inner.what };
  }
  if (Array.isArray(value) && value.length > 0 && rng.int(2) > 0) {
    const at = rng.int(value.length);
    const inner = spoil(w, rng, value[at], `${path}[${at}]`);
    return { value: value.with(at, inner.value), what: inner.what };
  }
  const name = pick(rng, hostileNames);
  return { value: hostile[name](w), what: `${path}: ${name}` };
}

function misspell(rng: Rng, name: string): string {
  const at = rng.int(name.length);
  return pick(rng, [`${name}s`, name.slice(0, at) + name.slice(at + 1), name.toUpperCase(), `${name}_`]);
}

/** A right call's arguments with one thing wrong. */
export function abuse(w: World, rng: Rng, args: readonly unknown[]): Abuse {
  const rest = { isUnknownOption: false };
  const kind = rng.int(10);
  if (args.length === 0 || kind === 0) {
    const name = pick(rng, hostileNames);
    return { ...rest, args: [...args, hostile[name](w)], what: `one more: ${name}` };
  }
  if (kind === 1) {
    const count = rng.int(args.length);
    return { ...rest, args: args.slice(0, count), what: `only ${count}` };
  }
  const options = args.findLastIndex((arg) => isPlain(arg) && Object.keys(arg).length > 0);
  const given = args[options];
  if (kind === 2 && isPlain(given)) {
    const key = pick(rng, Object.keys(given));
    const wrong = misspell(rng, key);
    const { [key]: value, ...others } = given;
    return {
      args: args.with(options, { ...others, [wrong]: value }),
      what: `${wrong} for ${key}`,
      isUnknownOption: true,
    };
  }
  if (kind === 3 && args.length > 1) {
    const [a, b] = [rng.int(args.length), rng.int(args.length)];
    return { ...rest, args: args.with(a, args[b]).with(b, args[a]), what: `${a} and ${b} exchanged` };
  }
  const at = rng.int(args.length);
  const spoiled = spoil(w, rng, args[at], `argument ${at}`);
  return { ...rest, args: args.with(at, spoiled.value), what: spoiled.what };
}
