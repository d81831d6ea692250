import { describe } from "./core/describe.ts";
import { deviceKind } from "./core/deviceKind.ts";
import { ArgumentError, ShapeError } from "./core/errors.ts";
import { fromValues } from "./core/from.ts";
import { boolean, number } from "./core/kinds.ts";
import { checkArgument, checkOptions, type Kinds } from "./core/options.ts";
import { defaultRng, type Rng } from "./core/rng.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./core/shape.ts";
import { Storage } from "./core/storage.ts";
import { Tensor } from "./core/tensor.ts";
import { rng as stream } from "./core/tensorKinds.ts";
import { defaultDevice } from "./devices/default.ts";
import type { Device } from "./devices/device.ts";

export interface CreateOptions {
  /** Default: `defaultDevice()`. */
  readonly device?: Device;
  /** Whether `backward` accumulates its gradient. Default: false. */
  readonly requiresGrad?: boolean;
}

const createOptions: Kinds<CreateOptions> = { device: deviceKind, requiresGrad: boolean };

/** Numbers, or arrays of arrays of them, all of equal length at each level. */
export type NestedArray = number | ArrayLike<number> | readonly NestedArray[];

/** A tensor of given values: a number, nested arrays, or a flat array with its shape.
 *  @throws ShapeError if the values do not fill the shape, or nested arrays are ragged. */
export function tensor(values: NestedArray | ArrayLike<number>, options?: CreateOptions): Tensor;
export function tensor(values: number | ArrayLike<number>, shape: Shape, options?: CreateOptions): Tensor;
export function tensor(
  values: NestedArray | ArrayLike<number>,
  shapeOrOptions: Shape | CreateOptions = {},
  options: CreateOptions = {},
): Tensor {
  const isShape = typeof shapeOrOptions !== "object" || shapeOrOptions === null || "length" in shapeOrOptions;
  const [shape, given] = isShape ? [shapeOrOptions, options] : [shapeOf(values), shapeOrOptions];
  for (const each of [given, options]) checkOptions("tensor", each, createOptions);
  if (!isShape && Object.keys(options).length > 0) {
    throw new ArgumentError(`tensor: expected a shape before the options; got ${describe(shapeOrOptions)}`);
  }
  const { device = defaultDevice(), requiresGrad = false } = given;
  const x = fromValues(device, flat(values), shape);
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  return filled("full", shape, value, options);
}

export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("zeros", shape, 0, options);
}

export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("ones", shape, 1, options);
}

function filled(who: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  checkShape(who, shape);
  checkArgument(who, "value", value, number);
  checkOptions(who, options, createOptions);
  const { device = defaultDevice(), requiresGrad = false } = options;
  const x = new Tensor(new Storage(device, device.run.fill(shape, { value }), shape), shape);
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

/** Gaussian numbers. Default: mean 0, std 1, the stream that `manualSeed` sets. */
export function randn(
  shape: Shape,
  options: CreateOptions & { readonly mean?: number; readonly std?: number; readonly rng?: Rng } = {},
): Tensor {
  checkShape("randn", shape);
  checkOptions("randn", options, { ...createOptions, mean: number, std: number, rng: stream });
  const { mean = 0, std = 1, rng = defaultRng(), ...given } = options;
  return tensor(
    draw(shape, () => rng.normal(mean, std)),
    shape,
    given,
  );
}

/** Uniform numbers in [low, high). Default: [0, 1), the stream that `manualSeed` sets. */
export function rand(
  shape: Shape,
  options: CreateOptions & { readonly low?: number; readonly high?: number; readonly rng?: Rng } = {},
): Tensor {
  checkShape("rand", shape);
  checkOptions("rand", options, { ...createOptions, low: number, high: number, rng: stream });
  const { low = 0, high = 1, rng = defaultRng(), ...given } = options;
  return tensor(
    draw(shape, () => rng.uniform(low, high)),
    shape,
    given,
  );
}

function draw(shape: Shape, next: () => number): Float64Array {
  return Float64Array.from({ length: sizeOf(shape) }, next);
}

function shapeOf(values: NestedArray | ArrayLike<number>): Shape {
  if (typeof values === "number") return [];
  if (!Array.isArray(values)) {
    if (isFloats(values)) return [values.length];
    throw new ArgumentError(`tensor: expected numbers; got ${describe(values)}`);
  }
  const inner = Array.from(values, shapeOf);
  const [first = []] = inner;
  if (inner.some((shape) => formatShape(shape) !== formatShape(first))) {
    throw new ShapeError(
      `tensor: expected arrays of equal length; got ${[...new Set(inner.map(formatShape))].join(" and ")}`,
    );
  }
  return [values.length, ...first];
}

function flat(values: NestedArray | ArrayLike<number>): ArrayLike<number> {
  if (typeof values === "number") return [values];
  if (!Array.isArray(values)) {
    if (isFloats(values)) return values;
    throw new ArgumentError(`tensor: expected numbers; got ${describe(values)}`);
  }
  if (Array.from(values).every((value) => typeof value === "number")) return values;
  return values.flatMap((inner) => Array.from(flat(inner)));
}

/** A typed array, or what else has a length and so many numbers. */
function isFloats(values: unknown): values is ArrayLike<number> {
  if (ArrayBuffer.isView(values)) {
    return !(values instanceof DataView || values instanceof BigInt64Array || values instanceof BigUint64Array);
  }
  if (typeof values !== "object" || values === null || !("length" in values)) return false;
  const list: { readonly [i: number]: unknown; readonly length: unknown } = values;
  let i = 0;
  while (typeof list[i] === "number") i++;
  return list.length === i;
}
