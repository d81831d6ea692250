import { OptionError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { equal } from "./equal.ts";
import { gate } from "./gate.ts";

export interface ClampOptions {
  /** Default: no lower bound. */
  readonly min?: number;
  /** Default: no upper bound. */
  readonly max?: number;
}

/** x kept within [min, max].  $\partial x = \partial y$ where min ≤ x ≤ max, else 0.
 *  NaN stays NaN, and has gradient 0.
 *  @throws OptionError if min > max. */
export const clamp: Op<["x"], ClampOptions> = defineOp({
  name: "clamp",
  inputs: ["x"],
  options: { min: number, max: number },
  infer({ x }, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ClampOptions) {
    if (!(min <= max)) throw new OptionError(`clamp: expected min ≤ max; got ${min} and ${max}`);
    return { shape: x, min, max };
  },
  forward: (k, { x }, g) => k.clamp(g.shape, x, g),
  saves: ["x", "y"],
  backward: (dy, { x, y }) => ({ x: () => gate(dy, equal(x, y)) }),
});
