import type { LocalResponseNormGeometry } from "../core/geometry/localResponseNorm.ts";
import { boolean, choice, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkInteger, checkNumber, type Kinds } from "../core/options.ts";
import { checkRank, type Shape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { avgPool2d } from "./avgPool2d.ts";
import { pow } from "./pow.ts";
import { reshape } from "./reshape.ts";

/** The constants of a local response normalization, and where its windows lie. */
export interface LocalResponseNormOptions {
  /** Window: this many channels, or size × size pixels within the map. Default: 5. */
  readonly size?: number;
  /** α, ≥ 0. Default: 1e-4. */
  readonly alpha?: number;
  /** β. Default: 0.75. */
  readonly beta?: number;
  /** k, ≥ 0; the paper has 2. Default: 1. */
  readonly k?: number;
  /** Whether α is divided by the number of elements in the window, as in PyTorch, Caffe and the 2012 code (true), or
   *  taken as it is, as in the paper's text (false). Default: true. */
  readonly divideAlpha?: boolean;
  /** Over neighboring channels at the same pixel, or over neighboring pixels of the same channel. Default: "across". */
  readonly channels?: "across" | "within";
}

export const localResponseNormOptions: Kinds<LocalResponseNormOptions> = {
  size: number,
  alpha: number,
  beta: number,
  k: number,
  divideAlpha: boolean,
  channels: choice("across", "within"),
};

/** Local response normalization, over a window W of ⌊size/2⌋ elements before and ⌊(size−1)/2⌋ after.
 *
 *      y_i = x_i d_i^−β   with d_i = k + s Σ_j∈W(i) x_j²   and s = α or α / |W|
 *      ∂x_i = ∂y_i d_i^−β − 2 s β x_i Σ_j:i∈W(j) ∂y_j x_j d_j^(−β−1)
 *
 *  ±∞ becomes NaN and makes 0 of the others in whose windows it lies; NaN makes NaN of them. Their gradients are NaN.
 *  Source: Krizhevsky et al. 2012, section 3.3.
 *  @param x [n, c, h, w].
 *  @returns x's shape.
 *  @throws ShapeError unless x has rank 4; OptionError for an unknown or invalid option.
 *
 *  @example
 *  ```ts
 *  import { localResponseNorm, ones } from "alexgrad";
 *
 *  const y = localResponseNorm(ones([1, 3, 1, 1]), { size: 3, alpha: 3, beta: 1, k: 1 });
 *  console.log(y.shape, await y.sum().item()); // [ 1, 3, 1, 1 ] 0.9166666865348816
 *  ``` */
export const localResponseNorm: Op<["x"], LocalResponseNormOptions> = defineOp({
  name: "localResponseNorm",
  inputs: ["x"],
  options: localResponseNormOptions,
  infer: ({ x }, options: LocalResponseNormOptions) => localResponseNormGeometry(x, options),
  forward: (k, { x }, g) => k.localResponseNorm(g.shape, x, g),
  saves: ["x"],
  backward: (dy, { x }, g) => ({ x: () => localResponseNormGrad(dy, x, g) }),
});

/** Where the windows of x [n, c, h, w] lie, and s. */
export function localResponseNormGeometry(x: Shape, options: LocalResponseNormOptions): LocalResponseNormGeometry {
  const { size = 5, alpha = 1e-4, beta = 0.75, k = 1, divideAlpha = true, channels = "across" } = options;
  checkRank("localResponseNorm", "x [n, c, h, w]", x, 4);
  checkInteger("localResponseNorm", "size", size, 1);
  checkNumber("localResponseNorm", "alpha", alpha, 0);
  checkNumber("localResponseNorm", "beta", beta);
  checkNumber("localResponseNorm", "k", k, 0);
  const [n, c, h, w] = x as [number, number, number, number];
  const acrossChannels = channels === "across";
  const scale = divideAlpha ? alpha / (acrossChannels ? size : size * size) : alpha;
  const [before, after] = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  return { n, c, h, w, acrossChannels, size, before, after, scale, beta, k, shape: x };
}

const localResponseNormGrad: Op<["dy", "x"], LocalResponseNormGeometry> = defineOp({
  name: "localResponseNormGrad",
  inputs: ["dy", "x"],
  infer: (_, g: LocalResponseNormGeometry) => g,
  forward: (k, { dy, x }, g) => k.localResponseNormGrad(g.shape, dy, x, g),
  composite({ dy, x }, g) {
    const { before, after, scale, beta } = g;
    const d = localResponseNormDivisor(x, g);
    const cross = windowSum(mul(mul(dy, x), pow(d, -beta - 1)), g, after, before);
    return sub(mul(dy, pow(d, -beta)), mul(mul(x, cross), 2 * scale * beta));
  },
});

/** d_i = k + s Σ_j∈W(i) x_j². */
export function localResponseNormDivisor(x: Tensor, g: LocalResponseNormGeometry): Tensor {
  return add(mul(windowSum(mul(x, x), g, g.before, g.after), g.scale), g.k);
}

/** The sum over each element's window: an average over zero padding, times the window's size. */
function windowSum(x: Tensor, g: LocalResponseNormGeometry, before: number, after: number): Tensor {
  if (!g.acrossChannels) {
    const padding = { top: before, bottom: after, left: before, right: after };
    return mul(avgPool2d(x, { kernel: g.size, stride: 1, padding }), g.size * g.size);
  }
  const columns = reshape(x, [g.n, 1, g.c, g.h * g.w]);
  const padding = { top: before, bottom: after };
  return mul(reshape(avgPool2d(columns, { kernel: [g.size, 1], stride: 1, padding }), g.shape), g.size);
}
