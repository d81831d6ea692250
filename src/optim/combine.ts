import { handleOf, type Tensor } from "../core/tensor.ts";
import { update } from "../core/update.ts";

type Term = readonly [factor: number, tensor: Tensor];

/** target ← a + b + c, in one kernel. A third term with factor 0 is not read. */
export function combine(target: Tensor, [alpha, a]: Term, [beta, b]: Term, [gamma, c]: Term = [0, b]): void {
  const { run } = target.device;
  update(target, (out) =>
    run.linearCombination(out, handleOf(a), handleOf(b), gamma === 0 ? null : handleOf(c), { alpha, beta, gamma }),
  );
}
