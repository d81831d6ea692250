import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { placeOf } from "../core/tensors.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { computed, parts } from "./compute.ts";
import type { State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function says(s: State): string {
  const { tensor, index, flat, key, value } = placeOf(tensorsOf(s), s.select);
  const c = index.at(-1)!;
  const all = computed(s);
  const [name, of] = [nameOf(key), show(value)];
  const [mu, sigma2] = [show(all.mean[c]), show(all.variance[c])];
  if (tensor.name === "x") return words.says.x(name, of, mu, sigma2, s.training);
  if (tensor.name === "y" || tensor.name === "x̂") return words.says.y(name, of, mu, sigma2);
  if (tensor.name === "∂x" && s.mode === "by-x") {
    const [direct, byMean, byVariance] = parts(s).map((part) => show(part[flat]));
    return words.says.dx(name, of, direct, byMean, byVariance);
  }
  return words.says.other(name, of);
}
