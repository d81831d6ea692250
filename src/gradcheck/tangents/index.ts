import type { Floats } from "../../devices/device.ts";
import type { KernelName } from "../../devices/kernels.ts";
import { elementwise } from "./elementwise.ts";
import { layout } from "./layout.ts";
import { losses } from "./losses.ts";
import { normalization } from "./normalization.ts";
import { optimizers, refuse } from "./optimizers.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";
import type { Rules, Tangent } from "./rule.ts";
import { sources } from "./sources.ts";

const rules: Rules = {
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...pooling,
  ...normalization,
  ...losses,
  ...sources,
  ...optimizers,
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
