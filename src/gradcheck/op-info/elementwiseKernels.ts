import { forEach } from "../../../kernels/common/walk.ts";
import type { BroadcastGeometry } from "../../core/geometry/strided.ts";
import type { Floats } from "../../devices/device.ts";
import { binary } from "./arithmetic.ts";
import type { Binary } from "./binary.ts";
import { eta, u } from "./cpuBounds.ts";
import { unary } from "./elementwise.ts";
import {
  byValue,
  constant,
  type Decisions,
  type ElementBound,
  type KernelInfos,
  type Tangent,
  type Values,
} from "./kernelInfo.ts";
import { type Accuracy, ulp } from "./roundings.ts";
import { eachRow } from "./row.ts";
import type { Unary } from "./unary.ts";

function unaryRule({ derivative }: Unary) {
  if (typeof derivative === "string") return constant;
  return (out: Floats, [x, g]: readonly [Floats, ...unknown[]], [dx]: readonly [Tangent, ...Tangent[]]): Tangent => {
    const options = g as Parameters<typeof derivative>[2];
    return dx === null ? null : dx.map((t, i) => t * derivative(x[i], out[i], options));
  };
}

/** Only the derivative by an input that moves is asked for. */
function binaryRule({ derivatives }: Binary) {
  if (typeof derivatives === "string") return constant;
  const [byA, byB] = derivatives;
  return (
    out: Floats,
    [a, b, g]: readonly [Floats, Floats, BroadcastGeometry],
    [da, db]: readonly [Tangent, Tangent, Tangent],
  ): Tangent => {
    if (da === null && db === null) return null;
    const dy = new Float64Array(out.length);
    forEach(g.walk, (i, j, k) => {
      if (da !== null) dy[i] += byA(a[j], b[k]) * da[j];
      if (db !== null) dy[i] += byB(a[j], b[k]) * db[k];
    });
    return dy;
  };
}

/** A function that is constant between jumps decides by its value, one that is linear between kinks by its slope, and by its
 *  value where that is level. */
function unaryDecisions({ derivative, kinks }: Unary): Decisions<"relu"> | undefined {
  if (typeof derivative === "string") return byValue;
  if (kinks === undefined) return undefined;
  return (decide, out, x, options: Readonly<Record<string, number>> = {}) => {
    x.forEach((value, i) => {
      const slope = derivative(value, out[i], options);
      decide(slope);
      if (slope === 0) decide(out[i]);
    });
  };
}

function binaryDecisions({ derivatives, isPiecewise }: Binary): Decisions<"maximum"> | undefined {
  if (typeof derivatives === "string") return byValue;
  if (!isPiecewise) return undefined;
  return (decide, _, a, b, g) => forEach(g.walk, (_i, j, k) => decide(Math.sign(a[j] - b[k])));
}

interface Accuracies {
  readonly cpu: Accuracy;
  readonly gpu: Accuracy;
}

const relative = {
  cpu: (count: number) => (y: number) => count * u * Math.abs(y) + eta,
  gpu: (count: number) => (y: number) => count * ulp * Math.abs(y),
};

function unaryBounds(row: Accuracies) {
  const on = (device: "cpu" | "gpu") => {
    const accuracy = row[device];
    if (accuracy === "bits") return accuracy;
    const error = typeof accuracy === "number" ? relative[device](accuracy) : accuracy;
    return (y: Values, x: Values): ElementBound => {
      return (i) => error(y[i], x[i]);
    };
  };
  return { cpu: on("cpu"), gpu: on("gpu") };
}

function binaryBounds(row: Accuracies) {
  const on = (device: "cpu" | "gpu") => {
    const accuracy = row[device];
    if (accuracy === "bits") return accuracy;
    const error = typeof accuracy === "number" ? relative[device](accuracy) : accuracy;
    return (y: Values, a: Values, b: Values, g: BroadcastGeometry): ElementBound => {
      const errors = new Float64Array(y.length);
      forEach(g.walk, (i, j, k) => {
        errors[i] = error(y[i], a[j], b[k]);
      });
      return (i) => errors[i];
    };
  };
  return { cpu: on("cpu"), gpu: on("gpu") };
}

/** From the rows. */
export const elementwiseKernels: KernelInfos<keyof typeof unary | keyof typeof binary> = {
  ...eachRow(unary, (row: Unary) => ({ tangent: unaryRule(row), ...unaryBounds(row), decisions: unaryDecisions(row) })),
  ...eachRow(binary, (row: Binary) => ({
    tangent: binaryRule(row),
    ...binaryBounds(row),
    decisions: binaryDecisions(row),
  })),
};
