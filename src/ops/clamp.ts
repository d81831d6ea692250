import { ShapeError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { add } from "./add.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

export interface ClampOptions {
  /** Default: no lower bound. */
  readonly min?: number;
  /** Default: no upper bound. */
  readonly max?: number;
}

/** x kept within [min, max].  $\partial x = \partial y$ where min ≤ x ≤ max, else 0.
 *  @throws ShapeError if min > max. */
export const clamp: Op<["x"], ClampOptions> = defineOp({
  name: "clamp",
  inputs: ["x"],
  options: { min: number, max: number },
  infer({ x }, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ClampOptions) {
    if (!(min <= max)) throw new ShapeError(`clamp: expected min ≤ max; got ${min} and ${max}`);
    return { shape: x, min, max };
  },
  forward: (k, { x }, g) => k.clamp(g.shape, x, g),
  saves: ["x"],
  backward: (dy, { x }, { min, max }) => ({
    x: () => mul(dy, sub(1, add(greater(x, max), greater(min, x)))),
  }),
});
