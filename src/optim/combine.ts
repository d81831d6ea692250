import type { Tensor } from "../core/tensor.ts";

type Term = readonly [factor: number, tensor: Tensor];

/** target ← a + b + c, in one kernel. A third term with factor 0 is not read. */
export function combine(target: Tensor, [alpha, a]: Term, [beta, b]: Term, [gamma, c]: Term = [0, b]): void {
  const { run } = target.device;
  target.update((out) =>
    run.linearCombination(out, a.handle, b.handle, gamma === 0 ? null : c.handle, { alpha, beta, gamma }),
  );
}
