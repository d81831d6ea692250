import fc from "fast-check";
import { callback, instanceOf, kind, number, record, text } from "../../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber } from "../../core/options.ts";
import { Rng } from "../../core/rng.ts";
import { formatShape, type Shape, sizeOf } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { type Attributes, checkBuckets } from "./attribute.ts";

/** Where an input's values come from. All are deterministic in the stream. */
export type Domain = (size: number, rng: Rng) => Float64Array;

/** One set of inputs and options that an operator accepts. */
export interface OpCase {
  readonly inputs: readonly { readonly shape: Shape; readonly domain: Domain }[];
  /** Draws the values. */
  readonly seed: number;
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly label: string;
  /** Attribute → the bucket that the case falls into. Default: none. */
  readonly buckets?: Readonly<Record<string, string>>;
}

/** A row of the operator table: what gradient checks draw from. */
export interface OpInfo {
  readonly name: string;
  /** Cases that are valid by construction, small ones first when shrinking, with kinks kept away from the inputs. */
  readonly cases: fc.Arbitrary<OpCase>;
  /** Attribute → the buckets that cases can fall into. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Values drawn evenly from [low, high).
 *  @param low the least value. Default: −1.
 *  @param high what all values are below. Default: 1.
 *  @returns a domain, for an input of a case.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { between } from "alexgrad/gradcheck";
 *
 *  const values = between(0.5, 2)(100, new Rng(0));
 *  console.log(values.every((value) => value >= 0.5 && value < 2)); // true
 *  ``` */
export function between(low = -1, high = 1): Domain {
  checkArgument("between", "low", low, number);
  checkArgument("between", "high", high, number);
  return (size, rng) => Float64Array.from({ length: size }, () => rng.uniform(low, high));
}

/** Distinct values, 0.1 apart, the nearest to `shift` 0.05 away from it, in random order: no two tie, and none lies on
 *  a kink at `shift` or at a multiple of 0.1 from it.
 *  @param shift where the kink is. Default: 0.
 *  @returns a domain, for an input of a case.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { spaced } from "alexgrad/gradcheck";
 *
 *  const values = [...spaced()(4, new Rng(0))].sort((a, b) => a - b);
 *  console.log(values.map((value) => value.toFixed(2)).join(" ")); // -0.15 -0.05 0.05 0.15
 *  ``` */
export function spaced(shift = 0): Domain {
  checkArgument("spaced", "shift", shift, number);
  return (size, rng) => Float64Array.from(rng.permutation(size), (k) => shift + (k - Math.floor(size / 2) + 0.5) * 0.1);
}

const attributesKind = kind("attributes by name", (value): value is Attributes<never> => {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((each) => record.accepts(each) && "buckets" in each && "of" in each);
});

/** Builds a row, for `checkOp`.
 *  @param name the operator's, for labels and reports.
 *  @param geometries what cases are drawn from: shapes and options, as an arbitrary of fast-check.
 *  @param make turns a geometry into inputs and a call.
 *  @param attributes what a case exercises, for the coverage table. Default: nothing.
 *  @returns the row. Drawing a case throws OptionError where it is in a bucket that its attribute does not have.
 *  @throws OptionError from the cases.
 *
 *  @example
 *  ```ts
 *  import { between, checkOp, opInfo, shapes } from "alexgrad/gradcheck";
 *
 *  const square = opInfo("square", shapes(0, 2), (shape) => ({
 *    inputs: [{ shape, domain: between() }],
 *    run: (x) => x!.mul(x!),
 *  }));
 *  const { status, cases } = await checkOp(square, { cases: 3 });
 *  console.log(status, cases); // passed 3
 *  ``` */
export function opInfo<T>(
  name: string,
  geometries: fc.Arbitrary<T>,
  make: (geometry: T) => Pick<OpCase, "inputs" | "run"> & { readonly options?: object },
  attributes: Attributes<NoInfer<T>> = {},
): OpInfo {
  checkArgument("opInfo", "name", name, text);
  checkArgument("opInfo", "geometries", geometries, instanceOf("an arbitrary of fast-check", fc.Arbitrary));
  checkArgument("opInfo", "make", make, callback());
  checkArgument("opInfo", "attributes", attributes, attributesKind);
  const declared = mapValues(attributes, ({ buckets }) => buckets);
  const seeds = fc.noShrink(fc.nat({ max: 2 ** 31 - 1 }));
  const cases = fc.tuple(geometries, seeds).map(([geometry, seed]): OpCase => {
    const { inputs, run, options } = make(geometry);
    const shapes = inputs.map(({ shape }) => formatShape(shape)).join(" ");
    const label = `${name} ${shapes}${options ? ` ${JSON.stringify(options)}` : ""} (values from seed ${seed})`;
    const buckets = mapValues(attributes, ({ of }) => of(geometry));
    checkBuckets(name, declared, buckets);
    return { inputs, run, seed, label, buckets };
  });
  return { name, cases, attributes: declared };
}

function mapValues<V, R>(record: Readonly<Record<string, V>>, f: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

export function valuesOf({ inputs, seed }: OpCase): Float64Array[] {
  return inputs.map(({ shape, domain }, i) => domain(sizeOf(shape), new Rng(seed).fork(i)));
}

const mostDimensions = 32;

/** Shapes to draw from, small ones first when shrinking.
 *  @param minRank the fewest axes.
 *  @param maxRank the most, up to 32.
 *  @param maxDim the largest size of an axis; the least is 1. Default: 3.
 *  @returns an arbitrary of fast-check.
 *  @throws OptionError unless 0 ≤ minRank ≤ maxRank ≤ 32 and 1 ≤ maxDim < 2³¹.
 *
 *  @example
 *  ```ts
 *  import fc from "fast-check";
 *  import { shapes } from "alexgrad/gradcheck";
 *
 *  const drawn = fc.sample(shapes(2, 2, 5), 10);
 *  console.log(drawn.every(([rows = 0, columns = 0]) => rows <= 5 && columns <= 5)); // true
 *  ``` */
export function shapes(minRank: number, maxRank: number, maxDim = 3): fc.Arbitrary<number[]> {
  checkInteger("shapes", "minRank", minRank, 0);
  checkInteger("shapes", "maxRank", maxRank, minRank);
  checkInteger("shapes", "maxDim", maxDim, 1);
  checkNumber("shapes", "maxRank", maxRank, minRank, mostDimensions);
  checkNumber("shapes", "maxDim", maxDim, 1, 2 ** 31 - 1);
  return fc.array(fc.integer({ min: 1, max: maxDim }), { minLength: minRank, maxLength: maxRank });
}

/** Two shapes that broadcast: one common shape, with sizes set to 1 and leading dimensions dropped in either. */
export function broadcastingShapes(): fc.Arbitrary<[Shape, Shape]> {
  return shapes(0, 3).chain((shape) => {
    const drop = fc.oneof(fc.constant(0), fc.nat({ max: shape.length }));
    const part = fc.tuple(drop, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }));
    const narrow = part.map(([drop, ones]) => shape.map((dim, i) => (ones[i] ? 1 : dim)).slice(drop));
    return fc.tuple(narrow, narrow);
  });
}

/** `value`, or undefined so that the option keeps its default. */
export function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

/** Leaves out options that are undefined. */
export function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
