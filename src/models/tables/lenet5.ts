import { constant, glorotUniform } from "../../nn/init.ts";
import { avgPool, conv, flatten, type InputShape, linear, type ModelTable, tanh } from "../table.ts";

const init = { weightInit: glorotUniform(), biasInit: constant(0) };

/** Where it differs from 1998: S2 and S4 are plain averages, without a coefficient and bias per map; C3 reads all six
 *  maps, where the paper's table leaves some out; C5 is a linear layer, the same thing on 32×32; tanh is not stretched;
 *  scores and softmax stand in for the radial basis functions. A 28×28 input is padded to 32×32, as the paper did. */
export function lenet5(input: InputShape = [1, 32, 32]): ModelTable {
  return {
    name: "lenet5",
    description: "LeNet-5 with its later simplifications (LeCun, Bottou, Bengio & Haffner, Proc. IEEE 1998).",
    input,
    classes: 10,
    layers: [
      conv("c1", 6, { kernel: 5, padding: input[1] === 28 ? 2 : 0, ...init }),
      tanh,
      avgPool({ kernel: 2, stride: 2 }),
      conv("c3", 16, { kernel: 5, ...init }),
      tanh,
      avgPool({ kernel: 2, stride: 2 }),
      flatten,
      linear("c5", 120, init),
      tanh,
      linear("f6", 84, init),
      tanh,
      linear("f7", "classes", init),
    ],
  };
}
