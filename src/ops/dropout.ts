import { identity } from "../core/composite.ts";
import type { DropoutMaskGeometry } from "../core/geometry/dropoutMask.ts";
import { boolean, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkNumber, checkOptions } from "../core/options.ts";
import { defaultRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import { rng as stream, tensor } from "../core/tensorKinds.ts";
import { mul } from "./arithmetic.ts";

export interface DropoutOptions {
  /** Probability of dropping an element, from 0 to 1. Default 0.5. */
  readonly p?: number;
  /** Default true; otherwise nothing is dropped. */
  readonly training?: boolean;
  /** Scale what is kept by 1/(1 − p) in training, as in PyTorch (true), or everything by 1 − p in evaluation, as in 2012
   *  (false). Default true. */
  readonly inverted?: boolean;
  /** Where the mask's key is drawn from. Default: the stream that `manualSeed` sets. */
  readonly rng?: Rng;
}

/** Dropout (Hinton et al. 2012): y = x ⊙ m with a random mask m of zeros.  $\partial x = \partial y \odot m$.
 *  The mask is a function of its key alone: the same on every device and for any number of threads.
 *  With p = 1 all is dropped. NaN and ±∞ that are dropped give NaN, as in PyTorch.
 *  @throws OptionError unless 0 ≤ p ≤ 1. */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  checkArgument("dropout", "x", x, tensor);
  checkOptions("dropout", options, { p: number, training: boolean, inverted: boolean, rng: stream });
  const { p = 0.5, training = true, inverted = true, rng = defaultRng() } = options;
  checkNumber("dropout", "p", p, 0, 1);
  if (!training) return inverted || p === 0 ? identity(x) : mul(x, 1 - p);
  const key = [rng.uint32(), rng.uint32()] as const;
  return mul(x, dropoutMask(x, { key, p, scale: inverted && p < 1 ? 1 / (1 - p) : 1 }));
}

/** A mask of x's shape; its values do not depend on x's. */
const dropoutMask: Op<["x"], DropoutMaskGeometry> = defineOp({
  name: "dropoutMask",
  inputs: ["x"],
  infer: ({ x }, options: DropoutMaskGeometry) => ({ ...options, shape: x }),
  forward: (k, _, g) => k.dropoutMask(g.shape, g),
});
