import { sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, mul } from "./arithmetic.ts";
import { normalizeChannels } from "./batchNorm.ts";
import { reshape } from "./reshape.ts";

/** γ x̂ + β, with x̂ what x is when each of its equal parts of consecutive elements has been brought to mean 0 and variance 1:
 *  they are the channels of one image. γ and β broadcast to x. */
export function normalizeParts(
  x: Tensor,
  parts: number,
  eps: number,
  weight: Tensor | null,
  bias: Tensor | null,
): Tensor {
  const image = reshape(x, [1, parts, sizeOf(x.shape) / parts]);
  const xhat = reshape(normalizeChannels(image, eps), x.shape);
  const scaled = weight === null ? xhat : mul(xhat, weight);
  return bias === null ? scaled : add(scaled, bias);
}
