import type { Rng } from "../../core/rng.ts";
import type { Shape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Device } from "../../devices/device.ts";
import type { OpInfo } from "./op-info.ts";

/** Why a row has none of something. */
export type Reason = string;

export type Numbers = readonly number[];

/** Values, and their shape where they are no vector. */
export type Values = Numbers | { readonly shape: Shape; readonly values: Numbers };

/** An operator where numbers end, or have a kink: what it makes of NaN, ±∞, zeros of both signs and ties, for ∂y = 1 or as
 *  given. */
export interface Corner {
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly inputs: readonly Values[];
  readonly dy?: Numbers;
  readonly y: Numbers;
  /** By each input; none where the operator has no gradient. */
  readonly gradients: readonly Numbers[];
  /** Whether the output may have zeros of either sign, where both are among the inputs. */
  readonly eitherZero?: boolean;
}

/** A bad call, and the one line that it must answer with. `t` makes a tensor of zeros. */
export type BadCall = readonly [what: string, call: (t: (...shape: number[]) => Tensor) => unknown, message: string];

export interface GoldenValues {
  readonly shape: Shape;
  readonly data: Numbers;
}

/** What another implementation gives in float64. */
export interface GoldenCase {
  readonly name: string;
  readonly options: object;
  readonly inputs: Readonly<Record<string, GoldenValues>>;
  readonly gradOutput: GoldenValues;
  readonly output: GoldenValues;
  /** By the inputs' names. */
  readonly gradients: Readonly<Record<string, GoldenValues>>;
  readonly extra?: {
    readonly labels?: Numbers;
    readonly runningMean?: { readonly before: GoldenValues; readonly after: GoldenValues };
    readonly runningVar?: { readonly before: GoldenValues; readonly after: GoldenValues };
  };
}

/** How to call an operator as golden cases name its inputs, and cases besides those of test/golden/ops.json. */
export interface Golden {
  call(
    inputs: Readonly<Record<string, Tensor>>,
    options: object,
    extra: { readonly labels: Numbers; readonly runningMean?: Tensor; readonly runningVar?: Tensor },
  ): Tensor;
  readonly cases?: readonly GoldenCase[];
}

/** A function that is linear between kinks, and what it takes. */
interface Piecewise {
  readonly run: (x: Tensor) => Tensor;
  readonly shape: Shape;
}

/** An operator at a size that the AlexNet of 2012 runs it at. */
export interface SizedOp {
  /** The layer's. */
  readonly name: string;
  readonly shapes: readonly Shape[];
  /** The longest sum that a gradient takes: what roundings grow with. */
  readonly terms: number;
  /** Elements of the window that slides over the input, where it has no weights. */
  readonly window?: number;
  readonly run: (...inputs: Tensor[]) => Tensor;
}

/** What an example is made of. */
interface Materials {
  readonly device: Device;
  readonly rng: Rng;
  /** A tensor of random numbers. */
  t(...shape: number[]): Tensor;
  /** The same, which needs a gradient. */
  p(...shape: number[]): Tensor;
}

/** A row of the table of alexgrad's own operators: all that is known of one for checking. What it has none of, it says
 *  why. */
export interface Row extends OpInfo {
  readonly op: (...args: never[]) => Tensor;
  /** The arguments of a right call, with every option. */
  readonly example: (from: Materials) => readonly unknown[];
  /** Default true. */
  readonly isDifferentiable?: boolean;
  /** Whether it adds and multiplies only: of small whole numbers it is exact, in any order. Default false. */
  readonly isExact?: boolean;
  /** How many of the inputs may be NaN or infinite in random cases. Default: all. */
  readonly spoils?: number;
  /** Cases of many vectors, several tiles and several blocks, with values of many powers of two. */
  readonly large: readonly OpInfo[] | Reason;
  readonly corners: readonly Corner[] | Reason;
  readonly kinks: readonly Piecewise[] | Reason;
  readonly errors: readonly BadCall[] | Reason;
  readonly golden: Golden | Reason;
  /** Where its speed and its gradients matter: large sizes for the adjoint identity and for benchmarks. */
  readonly sizes: readonly SizedOp[] | Reason;
}

/** What there is of something. */
export function listed<T>(these: readonly T[] | Reason): readonly T[] {
  return typeof these === "string" ? [] : these;
}

/** Something of each row of a table, under the same name. */
export function eachRow<K extends string, S, R>(table: Readonly<Record<K, S>>, make: (row: S) => R): Record<K, R> {
  return Object.fromEntries(Object.entries<S>(table).map(([name, row]) => [name, make(row)])) as Record<K, R>;
}

export const nan = Number.NaN;
export const inf = Number.POSITIVE_INFINITY;

/** The corner of a function of one input; ∂x is left out where there is no gradient. */
export function corner(
  run: (x: Tensor) => Tensor,
  x: Values,
  y: Numbers,
  dx?: Numbers,
  rest: Pick<Corner, "dy" | "eitherZero"> = {},
): Corner {
  return { run: (input) => run(input!), inputs: [x], y, gradients: dx ? [dx] : [], ...rest };
}

export function grid(shape: Shape, values: Numbers): Values {
  return { shape, values };
}
