import { type Conv2dOptions, conv2dOptions } from "../core/geometry/conv2d.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { conv2d } from "./conv2d.ts";

type SeparableOptions = Omit<Conv2dOptions, "groups"> & { readonly bias?: Tensor | null };
const { groups: _, ...windowOptions } = conv2dOptions;
const separableOptions: Kinds<SeparableOptions> = { ...windowOptions, bias: optionalTensor };

/** A convolution in two cheaper ones: each channel by its own filters (`depthwise` [c·m, 1, kh, kw]), then all of them
 *  mixed pixel by pixel (`pointwise` [k, c·m, 1, 1]). `options` hold for the first; the bias is added by the second. */
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
