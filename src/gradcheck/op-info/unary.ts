import fc from "fast-check";
import type { Tensor } from "../../core/tensor.ts";
import type { Attributes } from "./attribute.ts";
import { int } from "./large.ts";
import { type Domain, opInfo, shapes } from "./op-info.ts";
import type { Accuracy } from "./roundings.ts";
import type { BadCall, Corner, GoldenCase, Numbers, Reason, Row, SizedOp } from "./row.ts";
import { rankAttribute } from "./shapeAttributes.ts";

/** Numbers of one function, in columns; ∂x is for ∂y = 1 or as given, and is left out where there is no gradient. */
export interface Columns {
  readonly options?: object;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly dx?: Numbers;
  readonly dy?: Numbers;
}

/** Options that change a function of one number. */
interface Variants {
  /** Random cases draw from these. */
  readonly drawn: readonly object[];
  /** What tells them apart. */
  readonly attributes: Readonly<Record<string, { readonly buckets: readonly string[]; of(options: object): string }>>;
  readonly large: object;
  /** Those that devices meet with special values, made of these. */
  special(values: Numbers): readonly object[];
}

/** f'(x), from x, y = f(x) and the kernel's options. */
type Derivative = (x: number, y: number, options: Readonly<Record<string, number>>) => number;

/** Everything to know of an operator of one input, element by element, whose kernel has its name. */
export interface Unary {
  op(x: Tensor, options?: object): Tensor;
  readonly options?: Variants;
  /** Where gradients are checked: away from kinks. */
  readonly domain: Domain;
  /** Where devices are compared: many powers of two, both signs. */
  readonly wide: Domain;
  readonly derivative: Derivative | Reason;
  /** How far the cpu device may be from the float64 reference: so many roundings before the last one, which is free. */
  readonly cpu: Accuracy;
  /** How far WGSL may be from it. */
  readonly gpu: Accuracy;
  /** NaN, ±∞, zeros of both signs, and kinks. */
  readonly corners: readonly Columns[];
  /** From another implementation, in float64. */
  readonly golden: readonly Columns[];
  /** The options with which it is linear between kinks at whole numbers. Left out: it is smooth, or has no gradient. */
  readonly kinks?: object;
  /** Besides those of every operator. */
  readonly errors?: readonly BadCall[];
  readonly sizes?: readonly SizedOp[];
}

export function unaryRow(name: string, unary: Unary): Row {
  const { options, corners, golden, kinks, errors = [] } = unary;
  const run = (given?: object) => (x?: Tensor) => (given === undefined ? unary.op(x!) : unary.op(x!, given));
  const example = options?.drawn.at(-1);
  return {
    ...(options ? variantInfo(name, unary, options) : plainInfo(name, unary)),
    op: unary.op,
    example: (from) => (example ? [from.p(2, 3), example] : [from.p(2, 3)]),
    isDifferentiable: typeof unary.derivative !== "string",
    isExact: unary.gpu === "bits",
    large: [
      opInfo(name, int(1, 2000), (size) => ({
        inputs: [{ shape: [size], domain: unary.wide }],
        run: run(options?.large),
      })),
    ],
    corners: corners.map((columns): Corner => {
      const { x, y, dx, dy } = columns;
      return { run: run(columns.options), inputs: [x], y, gradients: dx ? [dx] : [], ...(dy && { dy }) };
    }),
    kinks: kinks ? [{ run: run(options && kinks), shape: [6] }] : "it is smooth, or has no gradient",
    errors: [...commonErrors(name, unary, options !== undefined), ...errors],
    golden: {
      call: ({ x }, given) => (options ? unary.op(x, given) : unary.op(x)),
      cases: golden.map((columns, i) => goldenCase(`columns ${i}`, columns.options, { x: columns.x }, columns)),
    },
    sizes: unary.sizes ?? "one element after another, as in relu: its speed is the memory's",
  };
}

function plainInfo(name: string, { op, domain }: Unary) {
  const attributes = { rank: rankAttribute(0, 3) };
  return opInfo(name, shapes(0, 3), (shape) => ({ inputs: [{ shape, domain }], run: (x) => op(x!) }), attributes);
}

function variantInfo(name: string, { op, domain }: Unary, { drawn, attributes }: Variants) {
  const ofOptions: Attributes<[number[], object]> = Object.fromEntries(
    Object.entries(attributes).map(([key, { buckets, of }]) => [key, { buckets, of: ([, options]) => of(options) }]),
  );
  return opInfo(
    name,
    fc.tuple(shapes(0, 3), fc.constantFrom(...drawn)),
    ([shape, options]) => ({ inputs: [{ shape, domain }], run: (x) => op(x!, options), options }),
    ofOptions,
  );
}

function commonErrors(name: string, { op }: Unary, takesOptions: boolean): BadCall[] {
  const numbers: BadCall = [
    "an array in place of a tensor",
    () => Reflect.apply(op, undefined, [[1, 2]]),
    `${name}: expected x to be a tensor; got [1, 2]`,
  ];
  const options: BadCall = [
    "options where there are none",
    (t) => Reflect.apply(op, undefined, [t(1), { inplace: true }]),
    `${name}: expected no options; got an object`,
  ];
  return takesOptions ? [numbers] : [numbers, options];
}

/** Columns as vectors. */
export function goldenCase(
  name: string,
  options: object = {},
  inputs: Readonly<Record<string, Numbers>>,
  { y, dx, dy = y.map(() => 1) }: { readonly y: Numbers; readonly dx?: Numbers; readonly dy?: Numbers },
): GoldenCase {
  const vector = (data: Numbers) => ({ shape: [data.length], data });
  const values = Object.fromEntries(Object.entries(inputs).map(([key, data]) => [key, vector(data)]));
  const gradients = dx ? { x: vector(dx) } : {};
  return { name, options, inputs: values, gradOutput: vector(dy), output: vector(y), gradients };
}
