import fc from "fast-check";
import type { Shape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { slice } from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import { largeBroadcasting } from "./large.ts";
import { broadcastingShapes, type Domain, opInfo } from "./op-info.ts";
import type { Accuracy } from "./roundings.ts";
import type { BadCall, Corner, GoldenCase, Numbers, Reason, Row } from "./row.ts";
import { meeting } from "./shapeAttributes.ts";

/** ∂f/∂a or ∂f/∂b, from a and b. */
type Derivative = (a: number, b: number) => number;

/** Everything to know of an operator of two inputs that broadcast, whose kernel has its name. */
export interface Binary {
  op(a: Tensor | number, b: Tensor | number): Tensor;
  /** Where gradients are checked, of a and b: away from kinks. */
  readonly domains: readonly [Domain, Domain];
  /** Where devices are compared: many powers of two, both signs. */
  readonly wide: readonly [Domain, Domain];
  readonly derivatives: readonly [byA: Derivative, byB: Derivative] | Reason;
  /** How far the cpu device may be from the float64 reference: so many roundings before the last one, which is free. */
  readonly cpu: Accuracy;
  /** How far WGSL may be from it. */
  readonly gpu: Accuracy;
  /** Lines of a, b, y, ∂a, ∂b, and ∂y where it is not 1; without gradients where there are none. */
  readonly corners: readonly Numbers[];
  /** Corners that take a number in place of a tensor. */
  readonly numbers?: readonly Corner[];
  /** From another implementation, in float64: lines as above. */
  readonly golden: readonly Numbers[];
  /** Whether it is linear between kinks. */
  readonly isPiecewise?: boolean;
}

export function binaryRow(name: string, binary: Binary): Row {
  const { op, wide, derivatives, corners, numbers = [], golden, isPiecewise } = binary;
  const halves = (x: Tensor) => op(slice(x, { axis: 0, end: 3 }), slice(x, { axis: 0, start: 3 }));
  return {
    ...binaryInfo(name, binary),
    op,
    example: (from) => [from.p(2, 3), from.t(3)],
    isDifferentiable: typeof derivatives !== "string",
    isExact: binary.gpu === "bits",
    large: [
      opInfo(name, largeBroadcasting, (shapes: readonly [Shape, Shape]) => ({
        inputs: shapes.map((shape, i) => ({ shape, domain: wide[i] })),
        run: (a, b) => op(a!, b!),
      })),
    ],
    corners: [...byFiniteness(corners).map((lines) => cornerOf(op, lines)), ...numbers],
    kinks: isPiecewise ? [{ run: halves, shape: [6] }] : "it is smooth, or has no gradient",
    errors: commonErrors(name, op),
    golden: {
      call: (inputs) => op(...(Object.values(inputs) as [Tensor, Tensor])),
      cases: golden.length === 0 ? [] : [goldenCase(golden)],
    },
    sizes: "one element after another, as in relu: its speed is the memory's",
  };
}

/** Two tensors that broadcast, or a tensor and a number on either side. */
function binaryInfo(name: string, { op, domains: [a, b] }: Binary) {
  const sides = fc.constantFrom("both" as const, "number first" as const, "number second" as const);
  return opInfo(
    name,
    fc.tuple(broadcastingShapes(), sides),
    ([[aShape, bShape], side]) => {
      if (side === "number first")
        return { inputs: [{ shape: bShape, domain: b }], run: (y) => op(1.3, y!), options: { side } };
      if (side === "number second")
        return { inputs: [{ shape: aShape, domain: a }], run: (x) => op(x!, 1.3), options: { side } };
      return {
        inputs: [
          { shape: aShape, domain: a },
          { shape: bShape, domain: b },
        ],
        run: (x, y) => op(x!, y!),
      };
    },
    {
      operands: attribute(
        ["equal shapes", "stretched", "rank differs", "number first", "number second"],
        ([shapes, side]) => (side === "both" ? meeting(shapes) : side),
      ),
    },
  );
}

const column = (lines: readonly Numbers[], i: number) => lines.map((line) => line[i]);
const outputGradient = (lines: readonly Numbers[]) => lines.map((line) => line[5] ?? 1);
const gradientsOf = (lines: readonly Numbers[]) => (lines[0]!.length > 3 ? [column(lines, 3), column(lines, 4)] : []);

/** Lines of finite numbers, which forward mode is held to as well, and the others. */
function byFiniteness(lines: readonly Numbers[]): (readonly Numbers[])[] {
  const ends = (line: Numbers) => !line.every(Number.isFinite);
  const parts = [lines.filter((line) => !ends(line)), lines.filter(ends)];
  return parts.filter(({ length }) => length > 0);
}

function cornerOf(op: Binary["op"], lines: readonly Numbers[]): Corner {
  const inputs = [column(lines, 0), column(lines, 1)];
  const gradients = gradientsOf(lines);
  return { run: (a, b) => op(a!, b!), inputs, y: column(lines, 2), gradients, dy: outputGradient(lines) };
}

function goldenCase(lines: readonly Numbers[]): GoldenCase {
  const vector = (data: Numbers) => ({ shape: [data.length], data });
  const [da, db] = gradientsOf(lines).map(vector);
  return {
    name: "lines",
    options: {},
    inputs: { a: vector(column(lines, 0)), b: vector(column(lines, 1)) },
    gradOutput: vector(outputGradient(lines)),
    output: vector(column(lines, 2)),
    gradients: da && db ? { a: da, b: db } : {},
  };
}

function commonErrors(name: string, op: Binary["op"]): BadCall[] {
  return [
    ["shapes that do not broadcast", (t) => op(t(2, 3), t(4)), `${name}: cannot broadcast [2, 3] with [4]`],
    [
      "options where there are none",
      (t) => Reflect.apply(op, undefined, [t(1), t(1), { alpha: 2 }]),
      `${name}: expected no options; got an object`,
    ],
  ];
}
