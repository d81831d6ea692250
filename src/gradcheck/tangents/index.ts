import { GradientError } from "../../core/errors.ts";
import type { Floats } from "../../devices/device.ts";
import type { KernelName } from "../../devices/kernels.ts";
import { axes } from "./axes.ts";
import { elementwise } from "./elementwise.ts";
import { linear } from "./linear.ts";
import { normalization } from "./normalization.ts";
import type { Rules, Tangent } from "./rule.ts";

/** Piecewise constant, or a source. */
const constant = () => null;

/** Of the optimisers, and of no operator. */
function refuse(kernel: KernelName) {
  return (_: Floats, __: readonly unknown[], tangents: readonly Tangent[]): null => {
    if (tangents.every((tangent) => tangent === null)) return null;
    throw new GradientError(`${kernel}: it has no derivative: no operator may call it`);
  };
}

const rules: Rules = {
  ...elementwise,
  ...axes,
  ...linear,
  ...normalization,
  maxPool2dOffset: constant,
  oneHot: constant,
  dropoutMask: constant,
  fill: constant,
  squareAccumulate: refuse("squareAccumulate"),
  adaptiveStep: refuse("adaptiveStep"),
  countNonFinite: refuse("countNonFinite"),
};

/** The tangent of a kernel's output, given those of its arguments (null: it does not move): forward-mode differentiation,
 *  with rules of its own for every kernel. null where the output does not move. */
export function tangentOf(
  kernel: KernelName,
  out: Floats,
  args: readonly unknown[],
  tangents: readonly Tangent[],
): Tangent {
  const rule = rules[kernel] as (out: Floats, args: readonly unknown[], tangents: readonly Tangent[]) => Tangent;
  return rule(out, args, tangents);
}
