import { type Conv2dGeometry, type Conv2dOptions, conv2dGeometry, conv2dOptions } from "../core/geometry/conv2d.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { sum } from "./sum.ts";
import { checkVector } from "./vector.ts";

type BiasedOptions = Conv2dOptions & { readonly bias?: Tensor | null };
const biasedOptions: Kinds<BiasedOptions> = { ...conv2dOptions, bias: optionalTensor };

/** Convolution (cross-correlation, as in every deep-learning library), with kernels of kh×kw taps, stride s, dilation d and
 *  padding p. c runs over the channels of filter k's group:
 *
 *      y[n, k, i, j]  = b[k] + Σ_{c,u,v} w[k, c, u, v] · x[n, c, s·i + d·u − p, s·j + d·v − p]
 *      ∂x[n, c, a, b] = Σ w[k, c, u, v] · ∂y[n, k, i, j] over all with s·i + d·u − p = a and s·j + d·v − p = b
 *      ∂w[k, c, u, v] = Σ_{n,i,j} x[n, c, s·i + d·u − p, s·j + d·v − p] · ∂y[n, k, i, j]
 *      ∂b[k]          = Σ_{n,i,j} ∂y[n, k, i, j]
 *
 *  The first three are linear in each input, and each one's gradients are the other two.
 *  A weight that is NaN or ±∞ may be multiplied by the zeros of the padding, which makes NaN, or not.
 *  Source: LeCun et al. 1989; Krizhevsky, Sutskever & Hinton 2012, section 3.5, for groups; PyTorch's torch.nn.functional.conv2d.
 *  @param x images [n, c, h, w].
 *  @param w filters [k, c / groups, kh, kw].
 *  @param options.bias [k]. Default: none.
 *  @returns [n, k, oh, ow], with oh = ⌊(h + 2p − d·(kh − 1) − 1) / s⌋ + 1, or ⌈…⌉ in ceil mode.
 *  @throws ShapeError if ranks, channels, groups or sizes do not fit; OptionError if an option is out of range.
 *
 *  @example
 *  ```ts
 *  import { conv2d, ones } from "alexgrad";
 *
 *  const x = ones([1, 3, 227, 227]);
 *  const w = ones([96, 3, 11, 11], { requiresGrad: true });
 *  const y = conv2d(x, w, { stride: 4 });
 *  y.sum().backward();
 *  console.log(y.shape, w.grad?.shape); // [ 1, 96, 55, 55 ] [ 96, 3, 11, 11 ]
 *  ``` */
export function conv2d(x: Tensor, w: Tensor, options: BiasedOptions = {}): Tensor {
  checkArgument("conv2d", "x", x, tensor);
  checkArgument("conv2d", "w", w, tensor);
  checkOptions("conv2d", options, biasedOptions);
  return convolve(x, w, options.bias ?? null, conv2dGeometry("conv2d", x.shape, w.shape, options));
}

const convolve: Op<["x", "w", "bias?"], Conv2dGeometry> = defineOp({
  name: "conv2d",
  inputs: ["x", "w", "bias?"],
  infer({ bias }, g: Conv2dGeometry) {
    checkVector("conv2d", "bias", bias, g.k);
    return g;
  },
  forward: (k, { x, w, bias }, g) => k.conv2d(g.shape, x, w, bias, g),
  saves: ["x", "w"],
  backward: (dy, { x, w }, g) => ({
    x: () => conv2dGradInput(dy, w, g),
    w: () => conv2dGradWeight(dy, x, g),
    bias: () => sum(dy, { axis: [0, 2, 3] }),
  }),
});

const conv2dGradInput: Op<["dy", "w"], Conv2dGeometry> = defineOp({
  name: "conv2dGradInput",
  inputs: ["dy", "w"],
  infer: (_, g: Conv2dGeometry) => ({ shape: g.xShape, conv: g }),
  forward: (k, { dy, w }, g) => k.conv2dGradInput(g.shape, dy, w, g.conv),
  saves: ["dy", "w"],
  backward: (v, { dy, w }, { conv }) => ({
    dy: () => convolve(v, w, null, conv),
    w: () => conv2dGradWeight(dy, v, conv),
  }),
});

const conv2dGradWeight: Op<["dy", "x"], Conv2dGeometry> = defineOp({
  name: "conv2dGradWeight",
  inputs: ["dy", "x"],
  infer: (_, g: Conv2dGeometry) => ({ shape: g.wShape, conv: g }),
  forward: (k, { dy, x }, g) => k.conv2dGradWeight(g.shape, dy, x, g.conv),
  saves: ["dy", "x"],
  backward: (v, { dy, x }, { conv }) => ({
    dy: () => convolve(x, v, null, conv),
    x: () => conv2dGradInput(dy, v, conv),
  }),
});
