import type { Conv2dOptions } from "../core/geometry/conv2d.ts";
import type { Tensor } from "../core/tensor.ts";
import { conv2d } from "./conv2d.ts";

/** A convolution in two cheaper ones: each channel by its own filters (`depthwise` [c·m, 1, kh, kw]), then all of them
 *  mixed pixel by pixel (`pointwise` [k, c·m, 1, 1]). `options` hold for the first; the bias is added by the second. */
export function depthwiseSeparableConv2d(
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  options: Omit<Conv2dOptions, "groups"> & { readonly bias?: Tensor | null } = {},
): Tensor {
  const { bias = null, ...window } = options;
  return conv2d(conv2d(x, depthwise, { ...window, groups: x.shape[1] ?? 1 }), pointwise, { bias });
}
