import { GradientError } from "../../core/errors.ts";
import type { Floats } from "../../devices/device.ts";
import type { KernelName } from "../../devices/kernels.ts";
import { type Rules, type Tangent, total } from "./rule.ts";

/** The rule of a kernel that no operator calls. */
export function refuse(kernel: KernelName) {
  return (_: Floats, __: readonly unknown[], tangents: readonly Tangent[]): null => {
    if (tangents.every((tangent) => tangent === null)) return null;
    throw new GradientError(`${kernel}: it has no derivative: no operator may call it`);
  };
}

export const optimizers: Rules<"linearCombination" | "squareAccumulate" | "adaptiveStep"> = {
  linearCombination: (_, [, , , { alpha, beta, gamma }], [da, db, dc]) =>
    total(
      da?.map((t) => alpha * t),
      db?.map((t) => beta * t),
      dc?.map((t) => gamma * t),
    ),
  squareAccumulate: refuse("squareAccumulate"),
  adaptiveStep: refuse("adaptiveStep"),
};
