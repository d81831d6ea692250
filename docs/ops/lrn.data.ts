import { localResponseNorm } from "../../src/ops/index.ts";
import { localResponseNormDivisor, localResponseNormGeometry } from "../../src/ops/localResponseNorm.ts";
import { made, values } from "../widgets/core/library.ts";
import { show } from "../widgets/core/numbers.ts";

const layer = { size: 5, alpha: 1e-4, beta: 0.75, k: 2 };

/** The magnitude that all activations must have for the squares to weigh as much as k. */
function balance(divideAlpha: boolean): string {
  const shape = [1, 5, 1, 1];
  const ones = made([1, 1, 1, 1, 1], shape);
  const d = localResponseNormDivisor(ones, localResponseNormGeometry(shape, { ...layer, divideAlpha }));
  return String(Math.round(Math.sqrt(layer.k / (values(d)[2] - layer.k))));
}

export default {
  load: () => ({
    paper: balance(false),
    code: balance(true),
    constant: show(values(localResponseNorm(made([1], [1, 1, 1, 1]), { ...layer, alpha: 0 }))[0]),
  }),
};
