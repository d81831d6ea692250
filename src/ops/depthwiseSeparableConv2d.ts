import { type Conv2dOptions, conv2dOptions } from "../core/geometry/conv2d.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { conv2d } from "./conv2d.ts";

type SeparableOptions = Omit<Conv2dOptions, "groups"> & { readonly bias?: Tensor | null };
const { groups: _, ...windowOptions } = conv2dOptions;
const separableOptions: Kinds<SeparableOptions> = { ...windowOptions, bias: optionalTensor };

/** A convolution as two cheaper ones: each channel by its own m filters, then all of them mixed pixel by pixel.
 *
 *      y = conv2d(conv2d(x, depthwise, { …, groups: c }), pointwise, { bias })
 *
 *  Per output pixel these are c·m·kh·kw + c·m·k multiplications, where one convolution has c·k·kh·kw. The gradients are those of
 *  `conv2d`.
 *  Source: Sifre 2014; Howard et al. 2017 (MobileNets).
 *  @param x images [n, c, h, w].
 *  @param depthwise filters [c·m, 1, kh, kw]; stride, padding and dilation are theirs.
 *  @param pointwise filters [k, c·m, 1, 1].
 *  @param options.bias [k], added by the second. Default: none.
 *  @returns [n, k, oh, ow], with oh and ow as `conv2d` has them.
 *  @throws ShapeError if ranks, channels or sizes do not fit; OptionError if an option is out of range.
 *
 *  @example
 *  ```ts
 *  import { depthwiseSeparableConv2d, ones } from "alexgrad";
 *
 *  const y = depthwiseSeparableConv2d(ones([1, 8, 5, 5]), ones([8, 1, 3, 3]), ones([16, 8, 1, 1]));
 *  console.log(y.shape, await y.mean().item()); // [ 1, 16, 3, 3 ] 72
 *  ``` */
export function depthwiseSeparableConv2d(
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  options: SeparableOptions = {},
): Tensor {
  checkArgument("depthwiseSeparableConv2d", "x", x, tensor);
  checkArgument("depthwiseSeparableConv2d", "depthwise", depthwise, tensor);
  checkArgument("depthwiseSeparableConv2d", "pointwise", pointwise, tensor);
  checkOptions("depthwiseSeparableConv2d", options, separableOptions);
  const { bias = null, ...window } = options;
  return conv2d(conv2d(x, depthwise, { ...window, groups: x.shape[1] ?? 1 }), pointwise, { bias });
}
