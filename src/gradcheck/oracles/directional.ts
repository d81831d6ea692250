import { scope } from "../../core/scope.ts";
import { handleOf } from "../../core/tensor.ts";
import type { Floats } from "../../devices/device.ts";
import type { ReferenceDevice } from "../../devices/reference.ts";
import { type Differences, safety } from "../differences.ts";
import { type Functional, pullBack, split } from "../functional.ts";
import { content, type Verdict } from "./oracle.ts";

/** One step of the sweep: how far the central difference is from the gradient, and what rounding alone explains. */
export interface SweepStep {
  readonly h: number;
  readonly error: number;
  readonly floor: number;
}

interface Directional {
  readonly verdicts: readonly Verdict[];
  readonly sweep: readonly SweepStep[];
  /** The slope of log error over log h above the floor, 2 for a right gradient of a smooth function; null where too little
   *  of the sweep lies above the floor to tell, as for linear functions. */
  readonly order: number | null;
  /** The level at which differences are expected to be most exact. */
  readonly level: number;
}

/** Compares uᵀ(J v) by differences with (Jᵀu)·v by the backward pass: along one direction v, for one weighting u, at a cost
 *  that does not grow with the sizes. The error model gives the tolerance. The order of convergence needs none: where the
 *  gradient is wrong, halving the step stops to help at the size of the mistake. null where a kink is too near. */
export function directional(
  f: Functional,
  device: ReferenceDevice,
  differences: Differences,
  v: readonly Float64Array[],
  u: Float64Array,
): Directional | null {
  const found = differences.sweep(v);
  if (found === null) return null;
  const { best } = found;
  const gradients = scope(() => {
    const inputs = f.leaves(device);
    const outputs = f.apply(inputs);
    return pullBack(outputs, inputs, split(u, outputs)).map((gradient) => device.peek(handleOf(gradient)));
  });
  const [analytic, size] = products(gradients, v);
  const [numeric] = products([u], [best.values]);
  const error = Math.abs(analytic - numeric);
  const length = Math.hypot(...u);
  const truncation = u.reduce((sum, weight, i) => sum + Math.abs(weight) * best.truncation[i], 0);
  const tolerance = safety * (truncation + best.rounding * length + differences.roundingAt(1, size));
  const sweep = found.differences.map((difference, i): SweepStep => {
    const h = 2 ** -(found.level + i);
    const [slope] = products([u], [difference]);
    return {
      h,
      error: Math.abs(slope - analytic),
      floor: safety * differences.roundingAt(h, size) * Math.max(1, length),
    };
  });
  const order = convergenceOrder(sweep);
  const verdicts: Verdict[] = [
    {
      oracle: "differences",
      margin: Number.isFinite(error) ? error / tolerance : Number.POSITIVE_INFINITY,
      reason:
        error <= tolerance
          ? null
          : `along a random direction: analytic ${analytic}, numeric ${numeric}, error ${error.toExponential(1)} > ${tolerance.toExponential(1)}`,
    },
    order === null || order >= 1
      ? content("convergence")
      : {
          oracle: "convergence",
          margin: Number.POSITIVE_INFINITY,
          reason: `differences do not converge to the gradient: the error stays where the step is halved (order ${order.toFixed(1)}, expected 2)`,
        },
  ];
  return { verdicts, sweep, order, level: best.level };
}

/** Σ a·b, and Σ |a·b|. */
function products(a: readonly Floats[], b: readonly Float64Array[]): [sum: number, size: number] {
  let [sum, size] = [0, 0];
  a.forEach((values, i) => {
    values.forEach((value, j) => {
      sum += value * b[i][j];
      size += Math.abs(value * b[i][j]);
    });
  });
  return [sum, size];
}

/** The median of the slopes between steps above the floor. Three at least: one slope is off where c₂h² and c₄h⁴ cancel. */
function convergenceOrder(sweep: readonly SweepStep[]): number | null {
  const above = sweep.filter(({ error, floor }) => error > floor);
  const slopes = above.slice(1).map(({ error, h }, i) => Math.log2(above[i].error / error) / Math.log2(above[i].h / h));
  return slopes.length < 3 ? null : slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)];
}
