import { ShapeError } from "./core/errors.ts";
import { fromValues } from "./core/from.ts";
import { defaultRng, type Rng } from "./core/rng.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./core/shape.ts";
import { Storage, Tensor } from "./core/tensor.ts";
import { defaultDevice } from "./devices/default.ts";
import type { Device } from "./devices/device.ts";

export interface CreateOptions {
  /** Default: `defaultDevice()`. */
  readonly device?: Device;
  /** Whether `backward` accumulates its gradient. Default false. */
  readonly requiresGrad?: boolean;
}

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
  const [shape, { device = defaultDevice(), requiresGrad = false }] =
    "length" in shapeOrOptions ? [shapeOrOptions, options] : [shapeOf(values), shapeOrOptions];
  const x = fromValues(device, flat(values), shape);
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  checkShape("full", shape);
  const { device = defaultDevice(), requiresGrad = false } = options;
  const x = new Tensor(new Storage(device, device.run.fill(shape, { value })), shape);
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return full(shape, 0, options);
}

export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return full(shape, 1, options);
}

/** Gaussian numbers. Default: mean 0, std 1, the stream that `manualSeed` sets. */
export function randn(
  shape: Shape,
  options: CreateOptions & { readonly mean?: number; readonly std?: number; readonly rng?: Rng } = {},
): Tensor {
  const { mean = 0, std = 1, rng = defaultRng() } = options;
  return tensor(
    draw(shape, () => rng.normal(mean, std)),
    shape,
    options,
  );
}

/** Uniform numbers in [low, high). Default: [0, 1), the stream that `manualSeed` sets. */
export function rand(
  shape: Shape,
  options: CreateOptions & { readonly low?: number; readonly high?: number; readonly rng?: Rng } = {},
): Tensor {
  const { low = 0, high = 1, rng = defaultRng() } = options;
  return tensor(
    draw(shape, () => rng.uniform(low, high)),
    shape,
    options,
  );
}

function draw(shape: Shape, next: () => number): Float64Array {
  checkShape("tensor", shape);
  return Float64Array.from({ length: sizeOf(shape) }, next);
}

function shapeOf(values: NestedArray | ArrayLike<number>): Shape {
  if (typeof values === "number") return [];
  if (values?.length === undefined) throw new TypeError(`tensor: expected numbers; got ${values}`);
  if (!Array.isArray(values)) return [values.length];
  const inner = values.map(shapeOf);
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
  if (!Array.isArray(values) || values.every((value) => typeof value === "number")) return values as ArrayLike<number>;
  return values.flatMap((inner) => Array.from(flat(inner)));
}
