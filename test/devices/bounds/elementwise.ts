import { forEach } from "../../../kernels/shared/walk.ts";
import type { BroadcastGeometry } from "../../../src/core/geometry/strided.ts";
import { binary } from "../../../src/gradcheck/op-info/arithmetic.ts";
import { unary } from "../../../src/gradcheck/op-info/elementwise.ts";
import { type Accuracy, ulp } from "../../../src/gradcheck/op-info/roundings.ts";
import { eachRow } from "../../../src/gradcheck/op-info/row.ts";
import type { ElementBound, Values } from "../magnitudes.ts";
import type { Bounds } from "./bound.ts";
import { eta, u } from "./cpu.ts";

interface Accuracies {
  readonly cpu: Accuracy;
  readonly gpu: Accuracy;
}

const relative = {
  cpu: (count: number) => (y: number) => count * u * Math.abs(y) + eta,
  gpu: (count: number) => (y: number) => count * ulp * Math.abs(y),
};

function unaryBound(row: Accuracies) {
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

function binaryBound(row: Accuracies) {
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

export const elementwise: Bounds<keyof typeof unary | keyof typeof binary | "gate"> = {
  ...eachRow(unary, unaryBound),
  ...eachRow(binary, binaryBound),
  gate: { cpu: "bits", gpu: "bits" },
};
