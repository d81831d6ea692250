import { Rng } from "../../src/core/rng.ts";
import { type Shape, sizeOf } from "../../src/core/shape.ts";
import type { OperatorName } from "./operators.ts";

/** Where an operator's gradients are checked. */
export interface Geometry {
  readonly op: OperatorName;
  readonly shapes: readonly Shape[];
  readonly options?: object;
  /** What the tensors hold: numbers on both sides of 0, or above it. Default: "around 0". */
  readonly values?: "around 0" | "positive";
}

export const at = (op: OperatorName, options: object | null, ...shapes: readonly Shape[]): Geometry => ({
  op,
  shapes,
  ...(options !== null && { options }),
});

/** With numbers above 0. */
export const positive = (...args: Parameters<typeof at>): Geometry => ({ ...at(...args), values: "positive" });

/** The numbers of a geometry's tensors, the same each time: a tenth apart, so that none two are equal, and none on a kink. */
export function valuesAt({ shapes, values = "around 0" }: Geometry): Float64Array[] {
  return shapes.map((shape, i) => {
    const size = sizeOf(shape);
    const first = values === "positive" ? 0.5 : 0.5 - Math.floor(size / 2);
    return Float64Array.from(new Rng(0).fork(i).permutation(size), (at) => (first + at) * 0.1 + 0.03 * i);
  });
}

/** As a call: "conv2d([1, 1, 3, 3], [1, 1, 2, 2], { dilation: 2 })". */
export function written({ op, shapes, options, values }: Geometry): string {
  const json = JSON.stringify(options ?? {});
  const said = json
    .replaceAll(/"(\w+)":/g, "$1: ")
    .replaceAll(",", ", ")
    .replaceAll("{", "{ ")
    .replaceAll("}", " }");
  const args = [...shapes.map((shape) => `[${shape.join(", ")}]`), ...(options === undefined ? [] : [said])];
  return `${op}(${args.join(", ")})${values === "positive" ? ", numbers above 0" : ""}`;
}
