import type { Floats } from "../devices/device.ts";
import { describe } from "./describe.ts";
import { AlexgradError, ArgumentError, ShapeError } from "./errors.ts";
import { kind, shape as shapeKind } from "./kinds.ts";
import { checkArgument } from "./options.ts";
import { formatShape, type Shape, sameShape, sizeOf, transposition } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Named tensors' values on the host, row-major: what a checkpoint holds. */
export type State = Readonly<Record<string, Entry>>;

interface Entry {
  readonly shape: Shape;
  readonly data: Floats;
}

/** A state as a record, a Map or a list of pairs. */
export type NamedState = State | Iterable<readonly [name: string, entry: Entry]>;

/** How a state's names and shapes differ from those it is meant for. */
export interface LoadReport {
  /** Names that the state does not have. */
  readonly missing: readonly string[];
  /** Names that it has beyond those. */
  readonly unexpected: readonly string[];
  /** Names that both have, with other shapes. */
  readonly mismatched: readonly Mismatch[];
}

interface Mismatch {
  readonly name: string;
  readonly expected: Shape;
  readonly got: Shape;
}

/** Its numbers may be made when they are asked for: they are not looked at. */
function hasEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" && value !== null && "shape" in value && "data" in value && shapeKind.accepts(value.shape)
  );
}

function isFloats(data: unknown): data is Floats {
  return data instanceof Float32Array || data instanceof Float64Array;
}

export const stateKind = kind("a record of { shape, data: Float32Array or Float64Array }", (value): value is State => {
  if (typeof value !== "object" || value === null || Symbol.iterator in value) return false;
  return Object.values(value).every((entry) => hasEntry(entry) && isFloats(entry.data));
});

const namedKind = kind("a record, a Map or a list of { shape, data } by name", (value): value is NamedState => {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
});

const pairKind = kind("[name, { shape, data }]", (value): value is readonly [string, Entry] => {
  return Array.isArray(value) && typeof value[0] === "string" && hasEntry(value[1]);
});

function entriesOf(who: string, state: NamedState): Map<string, Entry> {
  checkArgument(who, "the state", state, namedKind);
  const entries = Symbol.iterator in state ? [...state] : Object.entries(state);
  for (const entry of entries) checkArgument(who, "each of the state", entry, pairKind);
  return new Map(entries);
}

/** A copy of the values, all of the moment of the call. */
export async function readState(tensors: ReadonlyMap<string, Tensor>): Promise<State> {
  const entries = [...tensors].map(async ([name, tensor]) => {
    return [name, { shape: tensor.shape, data: await tensor.data() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

interface MatchOptions {
  /** Whether any difference is an error. */
  readonly strict: boolean;
  /** Names that a state may have and that are passed over. Default: none. */
  readonly ignored?: ReadonlySet<string>;
}

/** Compares a state with the shapes it is meant for. The numbers of what fits, and of nothing else, are asked for.
 *  @throws AlexgradError if names differ, ShapeError if only shapes do (where `strict`), or data does not fill its shape. */
export function matchState(
  who: string,
  shapes: ReadonlyMap<string, Shape>,
  state: NamedState,
  { strict, ignored = new Set() }: MatchOptions,
): { readonly values: ReadonlyMap<string, Floats>; readonly report: LoadReport } {
  const given = entriesOf(who, state);
  const missing = [...shapes.keys()].filter((name) => !given.has(name));
  const unexpected = [...given.keys()].filter((name) => !shapes.has(name) && !ignored.has(name));
  const both = [...shapes].filter(([name]) => given.has(name));
  const mismatched = both
    .map(([name, expected]) => ({ name, expected, got: given.get(name)!.shape }))
    .filter(({ expected, got }) => !sameShape(expected, got));
  const report = { missing, unexpected, mismatched };
  if (strict && missing.length + unexpected.length + mismatched.length > 0) {
    const Difference = missing.length + unexpected.length > 0 ? AlexgradError : ShapeError;
    throw new Difference(
      `${who}: expected the ${shapes.size} names and shapes it has itself; ${describeReport(report)}`,
    );
  }
  const fitting = both.filter(([name, shape]) => sameShape(shape, given.get(name)!.shape));
  return {
    values: new Map(fitting.map(([name, shape]) => [name, valuesOf(who, name, shape, given.get(name)!)])),
    report,
  };
}

function valuesOf(who: string, name: string, shape: Shape, { data }: Entry): Floats {
  if (!isFloats(data)) {
    throw new ArgumentError(
      `${who}: expected ${name} to have data in a Float32Array or Float64Array; got ${describe(data)}`,
    );
  }
  if (data.length === sizeOf(shape)) return data;
  throw new ShapeError(
    `${who}: expected ${sizeOf(shape)} values for ${name} ${formatShape(shape)}; got ${data.length}`,
  );
}

/** In one line, with a few names of each kind that there is. */
export function describeReport({ missing, unexpected, mismatched }: LoadReport): string {
  const shapes = mismatched.map(({ name, expected, got }) => {
    const turned = transposition(got, expected) === null ? "" : ", transposed";
    return `${name} (expected ${formatShape(expected)}; got ${formatShape(got)}${turned})`;
  });
  return Object.entries({ missing, unexpected, mismatched: shapes })
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `${kind}: ${list(names)}`)
    .join("; ");
}

const mostNames = 6;
const mostLetters = 160;

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, mostNames)
    .map((name) => (name.length > mostLetters ? `${name.slice(0, mostLetters)}…` : name))
    .join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
