import type { AdaptiveStepGeometry, SquareAccumulateGeometry } from "../core/geometry/optimizer.ts";
import { handleOf, type Tensor } from "../core/tensor.ts";
import { update } from "../core/update.ts";

/** state ← decay · state + gain · (grad + weightDecay · w)². */
export function accumulateSquares(state: Tensor, grad: Tensor, w: Tensor, g: SquareAccumulateGeometry): void {
  const { run } = state.device;
  update(state, (out) => run.squareAccumulate(out, handleOf(state), handleOf(grad), handleOf(w), g));
}

/** w ← w − lr · (direction + weightDecay · w) / (√(state / correction) + eps). */
export function stepBySquares(w: Tensor, direction: Tensor, state: Tensor, g: AdaptiveStepGeometry): void {
  const { run } = w.device;
  update(w, (out) => run.adaptiveStep(out, handleOf(w), handleOf(direction), handleOf(state), g));
}
