import { describe } from "./core/describe.ts";
import { deviceKind } from "./core/deviceKind.ts";
import { ArgumentError, OptionError } from "./core/errors.ts";
import { fromValues } from "./core/from.ts";
import { boolean, number } from "./core/kinds.ts";
import { flat, type NestedArray, shapeOf } from "./core/nested.ts";
import { checkArgument, checkNumber, checkOptions, type Kinds } from "./core/options.ts";
import { defaultRng, type Rng } from "./core/rng.ts";
import { checkShape, type Shape, sizeOf } from "./core/shape.ts";
import { Storage } from "./core/storage.ts";
import { makeTensor, type Tensor } from "./core/tensor.ts";
import { rng as stream } from "./core/tensorKinds.ts";
import { defaultDevice } from "./devices/default.ts";
import type { Device } from "./devices/device.ts";

/** Where a new tensor lies, and whether it is a parameter. */
export interface CreateOptions {
  /** Where it lies. Default: `defaultDevice()`. */
  readonly device?: Device;
  /** Whether `backward` accumulates its gradient. Default: false. */
  readonly requiresGrad?: boolean;
}

const createOptions: Kinds<CreateOptions> = { device: deviceKind, requiresGrad: boolean };

/** A tensor of given values: a number, nested arrays, or a flat array with its shape. They are copied.
 *  @param values a number makes a scalar; nested arrays give the shape.
 *  @returns a new tensor of the values' shape.
 *  @throws ShapeError if nested arrays are ragged; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2, 3], [4, 5, 6]]);
 *  const y = tensor(Float32Array.of(1, 2, 3, 4), [2, 2], { requiresGrad: true });
 *  console.log(x.shape, y.shape, await y.sum().item()); // [ 2, 3 ] [ 2, 2 ] 10
 *  ``` */
export function tensor(values: NestedArray | ArrayLike<number>, options?: CreateOptions): Tensor;
/** A tensor of given values in a given shape. They are copied.
 *  @param values row by row, as many as the shape has.
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError if the values do not fill the shape; OptionError for an unknown option. */
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

/** A tensor that is `value` everywhere.
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @param value a number.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { full } from "alexgrad";
 *
 *  console.log(await full([2, 2], 0.5).toArray()); // [ [ 0.5, 0.5 ], [ 0.5, 0.5 ] ]
 *  ``` */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  return filled("full", shape, value, options);
}

/** A tensor of zeros.
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { zeros } from "alexgrad";
 *
 *  console.log(await zeros([2, 2]).toArray()); // [ [ 0, 0 ], [ 0, 0 ] ]
 *  ``` */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("zeros", shape, 0, options);
}

/** A tensor of ones.
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { ones } from "alexgrad";
 *
 *  console.log(await ones([3]).toArray()); // [ 1, 1, 1 ]
 *  ``` */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled("ones", shape, 1, options);
}

function filled(who: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  checkShape(who, shape);
  checkArgument(who, "value", value, number);
  checkOptions(who, options, createOptions);
  const { device = defaultDevice(), requiresGrad = false } = options;
  const x = makeTensor(new Storage(device, device.run.fill(shape, { value }), shape), shape);
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

/** The numbers 0, 1, … below `end`.
 *  @param end where they stop: it is none of them.
 *  @returns a vector of shape [n].
 *  @throws OptionError unless all are finite, `step` is not 0, and there is a number at least; ShapeError for 2³¹ numbers
 *  or more.
 *
 *  @example
 *  ```ts
 *  import { arange } from "alexgrad";
 *
 *  const x = arange(4);
 *  const y = arange(1, -1, -0.5);
 *  console.log(await x.toArray(), await y.toArray()); // [ 0, 1, 2, 3 ] [ 1, 0.5, 0, -0.5 ]
 *  ``` */
export function arange(end: number, options?: CreateOptions): Tensor;
/** The numbers start, start + 1, … below `end`.
 *  @param start the first of them.
 *  @param end where they stop: it is none of them.
 *  @returns a vector of shape [n]. */
export function arange(start: number, end: number, options?: CreateOptions): Tensor;
/** The numbers start + i · step below `end`, or above it where `step` is negative: n = ⌈(end − start) / step⌉ of them.
 *  @param start the first of them.
 *  @param end where they stop: it is none of them.
 *  @param step their distance, of either sign.
 *  @returns a vector of shape [n]. */
export function arange(start: number, end: number, step: number, options?: CreateOptions): Tensor;
export function arange(...args: readonly (number | CreateOptions | undefined)[]): Tensor {
  const numbers = args.filter((arg) => typeof arg === "number");
  const [options = {}, ...more] = args.filter((arg) => typeof arg !== "number");
  const [start, end, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  if (end === undefined || numbers.length > 3 || more.length > 0 || typeof args[numbers.length - 1] !== "number") {
    throw new ArgumentError(`arange: expected start, end and step as numbers, then options; got ${describe(args)}`);
  }
  checkOptions("arange", options, createOptions);
  for (const [name, value] of Object.entries({ start, end, step })) checkNumber("arange", name, value);
  if (step === 0) throw new OptionError("arange: expected step to be a number other than 0; got 0");
  const n = Math.ceil((end - start) / step);
  if (n < 1) throw new OptionError(`arange: expected end beyond start; got ${start} to ${end} by ${step}`);
  checkShape("arange", [n]);
  const values = Float64Array.from({ length: n }, (_, i) => start + i * step);
  return tensor(values, [n], options);
}

/** Gaussian numbers, N(mean, std²).
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @param options.mean Default: 0.
 *  @param options.std the standard deviation. Default: 1.
 *  @param options.rng the stream that they are drawn from. Default: the one that `manualSeed` sets.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { randn, Rng } from "alexgrad";
 *
 *  const w = randn([64, 64], { std: 0.01, rng: new Rng(0), requiresGrad: true });
 *  console.log(w.shape, (await w.variance().item()).toFixed(4)); // [ 64, 64 ] 0.0001
 *  ``` */
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

/** Uniform numbers in [low, high).
 *  @param shape sizes, outermost first; [] is a scalar.
 *  @param options.low Default: 0.
 *  @param options.high Default: 1.
 *  @param options.rng the stream that they are drawn from. Default: the one that `manualSeed` sets.
 *  @returns a new tensor of that shape.
 *  @throws ShapeError for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { rand, Rng } from "alexgrad";
 *
 *  const x = rand([1000], { low: -1, rng: new Rng(0) });
 *  console.log(x.shape, Math.abs(await x.mean().item()) < 0.1); // [ 1000 ] true
 *  ``` */
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
