import { identity } from "../core/composite.ts";
import type { DropoutMaskGeometry } from "../core/geometry/dropoutMask.ts";
import { boolean, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkNumber, checkOptions } from "../core/options.ts";
import { defaultRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import { rng as stream, tensor } from "../core/tensorKinds.ts";
import { mul } from "./arithmetic.ts";

/** What is dropped, and how the rest makes up for it. */
export interface DropoutOptions {
  /** The probability of dropping an element, from 0 to 1. Default: 0.5. */
  readonly p?: number;
  /** Whether anything is dropped. Default: true. */
  readonly training?: boolean;
  /** Whether what is kept is scaled by 1 / (1 − p) in training, as in PyTorch, or everything by 1 − p in evaluation, as in 2012.
   *  Default: true. */
  readonly inverted?: boolean;
  /** What the mask's key is drawn from. Default: the stream that `manualSeed` sets. */
  readonly rng?: Rng;
}

/** Dropout: each element becomes zero with probability p. With a random mask m of zeros and, where it is inverted, 1 / (1 − p):
 *
 *      y = x · m     ∂x = ∂y · m
 *
 *  The mask is a function of its key alone: the same on every device and for any number of threads.
 *  With p = 1 all is dropped. NaN and ±∞ that are dropped give NaN, as in PyTorch.
 *  Source: Hinton et al. 2012; Krizhevsky, Sutskever & Hinton 2012, section 4.2; PyTorch's torch.nn.functional.dropout.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *  @throws OptionError unless 0 ≤ p ≤ 1.
 *
 *  @example
 *  ```ts
 *  import { dropout, ones, Rng } from "alexgrad";
 *
 *  const x = ones([4]);
 *  console.log(await dropout(x, { rng: new Rng(1) }).toArray()); // [ 0, 0, 0, 2 ]
 *  console.log(await dropout(x, { p: 0.25, training: false, inverted: false }).mean().item()); // 0.75
 *  ``` */
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
