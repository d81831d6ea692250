import { OptionError } from "../../core/errors.ts";
import { callback, listOf, text } from "../../core/kinds.ts";
import { checkArgument } from "../../core/options.ts";

/** What tells an operator's cases apart, such as an option, and the buckets that they fall into. */
export interface Attribute<T> {
  /** Every bucket that there is. */
  readonly buckets: readonly string[];
  /** The bucket of a geometry. */
  readonly of: (geometry: T) => string;
}

/** Attributes by name. */
export type Attributes<T> = Readonly<Record<string, Attribute<T>>>;

/** An attribute of a row, for the coverage table: which of its buckets the drawn cases fell into.
 *  @param buckets every bucket that there is.
 *  @param of the bucket of a case's geometry.
 *  @returns the attribute, for `opInfo`.
 *
 *  @example
 *  ```ts
 *  import { attribute } from "alexgrad/gradcheck";
 *
 *  const rank = attribute(["1", "more"], (shape: readonly number[]) => (shape.length === 1 ? "1" : "more"));
 *  console.log(rank.buckets, rank.of([2, 3])); // [ '1', 'more' ] more
 *  ``` */
export function attribute<T, const B extends string>(
  buckets: readonly B[],
  of: (geometry: T) => NoInfer<B>,
): Attribute<T> {
  checkArgument("attribute", "buckets", buckets, listOf(text));
  checkArgument("attribute", "of", of, callback());
  return { buckets, of };
}

/** One bucket for each value that an option may take; undefined leaves it out. */
export function choice<T, const V extends string | number | undefined>(
  values: readonly V[],
  of: (geometry: T) => NoInfer<V>,
): Attribute<T> {
  const name = (value: V) => (value === undefined ? "not given" : String(value));
  return attribute(values.map(name), (geometry) => name(of(geometry)));
}

export function flag<T>(of: (geometry: T) => boolean, names = ["no", "yes"]): Attribute<T> {
  const [off = "no", on = "yes"] = names;
  return attribute([off, on], (geometry) => (of(geometry) ? on : off));
}

export function several<T>(of: (geometry: T) => number): Attribute<T> {
  return attribute(["1", "several"], (geometry) => (of(geometry) === 1 ? "1" : "several"));
}

/** @throws OptionError where a case is in a bucket that its row does not declare. */
export function checkBuckets(
  op: string,
  declared: Readonly<Record<string, readonly string[]>>,
  buckets: Readonly<Record<string, string>>,
): void {
  for (const [name, bucket] of Object.entries(buckets)) {
    if (declared[name]?.includes(bucket)) continue;
    const expected = declared[name]?.join(", ") ?? `one of the attributes ${Object.keys(declared).join(", ")}`;
    throw new OptionError(`${op}: expected the bucket of ${name} to be one of ${expected}; got ${bucket}`);
  }
}
