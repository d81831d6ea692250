import { constant, gaussian, heNormal } from "../../nn/init.ts";
import { batchNorm, conv, flatten, type LayerSpec, linear, type ModelTable, maxPool, relu } from "../table.ts";

const init = { weightInit: heNormal(), biasInit: constant(0) };

/** Pooling comes first: batch norm and ReLU then have a quarter of the values to work on. */
function block(name: string, filters: number, kernel: number, pool: readonly LayerSpec[] = []): LayerSpec[] {
  return [conv(name, filters, { kernel, padding: kernel >> 1, bias: false, ...init }), ...pool, batchNorm, relu];
}

const halve = [maxPool({ kernel: 2, stride: 2 })];

/** AlexNet's five convolutions, the first with the largest kernel, where they cost little: few filters on large maps, each
 *  with batch normalization, and one linear layer. 24 million multiplications. */
export const cifarFast: ModelTable = {
  name: "cifar-fast",
  description: "Five convolutions with batch norm for 32×32 images: the best accuracy per minute of training.",
  input: [3, 32, 32],
  classes: 10,
  layers: [
    ...block("conv1", 32, 5, halve),
    ...block("conv2", 64, 3, halve),
    ...block("conv3", 128, 3),
    ...block("conv4", 128, 3, halve),
    ...block("conv5", 128, 3, halve),
    flatten,
    linear("fc6", "classes", { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0) }),
  ],
};
