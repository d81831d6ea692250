import { scope } from "../../core/scope.ts";
import { sizeOf } from "../../core/shape.ts";
import { handleOf } from "../../core/tensor.ts";
import type { ReferenceDevice } from "../../devices/reference.ts";
import type { Comparison } from "../comparison.ts";
import { type Differences, safety } from "../differences.ts";
import { type Functional, pullBack, sizeOfAll, split } from "../functional.ts";

/** An element along which no difference could be taken: a kink is too near. */
export interface Kink {
  readonly input: number;
  readonly element: number;
}

/** W·J of every input, by one backward pass a row of W, and by differences column by column. Columns that a kink spoils are
 *  zeros in both.
 *  @param rows W: weights of all outputs, one after another. Default: the unit matrix, for the full Jacobian.
 *  @param level where the steps of the differences start. */
export function jacobians(
  f: Functional,
  device: ReferenceDevice,
  differences: Differences,
  level: number,
  rows?: readonly Float64Array[],
): { comparisons: Comparison[]; kinks: Kink[] } {
  const { analytic, outputShape } = scope(() => backwardRows(f, device, rows));
  const kinks: Kink[] = [];
  const comparisons = f.points.map(({ shape, values }, input): Comparison => {
    const size = sizeOf(shape);
    const own = analytic[input];
    const numeric = new Float64Array(own.length);
    let [truncation, rounding] = [0, 0];
    for (let element = 0; element < size; element++) {
      const column = differences.partial(input, element, level);
      if (column === null) kinks.push({ input, element });
      for (let row = 0; row * size < own.length; row++) {
        const weights = rows?.[row];
        const at = row * size + element;
        if (column === null) own[at] = 0;
        else if (weights === undefined) numeric[at] = column.values[row];
        else numeric[at] = weights.reduce((sum, weight, i) => sum + weight * column.values[i], 0);
      }
      truncation = Math.max(truncation, ...(column?.truncation ?? []));
      rounding = Math.max(rounding, column?.rounding ?? 0);
    }
    const factor = rows === undefined ? 1 : Math.max(...rows.map((weights) => weights.reduce(addAbs, 0)));
    return {
      input,
      shape,
      values,
      outputShape,
      analytic: own,
      numeric,
      tolerance: safety * (truncation + rounding) * factor,
    };
  });
  return { comparisons, kinks };
}

function backwardRows(f: Functional, device: ReferenceDevice, rows: readonly Float64Array[] | undefined) {
  const inputs = f.leaves(device);
  const outputs = f.apply(inputs);
  const count = sizeOfAll(outputs);
  const height = rows?.length ?? count;
  const analytic = f.points.map(({ values }) => new Float64Array(height * values.length));
  for (let row = 0; row < height; row++) {
    scope(() => {
      const weights = rows?.[row] ?? unit(count, row);
      const gradients = pullBack(outputs, inputs, split(weights, outputs), true);
      for (const [i, gradient] of gradients.entries()) {
        analytic[i].set(device.peek(handleOf(gradient)), row * gradient.size);
      }
    });
  }
  const outputShape = rows !== undefined ? [] : outputs.length === 1 ? outputs[0].shape : [count];
  return { analytic, outputShape };
}

function unit(size: number, at: number): Float64Array {
  const row = new Float64Array(size);
  row[at] = 1;
  return row;
}

function addAbs(sum: number, value: number): number {
  return sum + Math.abs(value);
}
