import type { AdaptiveStepGeometry, SquareAccumulateGeometry } from "../core/geometry/optimiser.ts";
import type { Tensor } from "../core/tensor.ts";

/** state ← decay · state + gain · (grad + weightDecay · w)². */
export function accumulateSquares(state: Tensor, grad: Tensor, w: Tensor, g: SquareAccumulateGeometry): void {
  const { run } = state.device;
  state.update((out) => run.squareAccumulate(out, state.handle, grad.handle, w.handle, g));
}

/** w ← w − lr · (direction + weightDecay · w) / (√(state / correction) + eps). */
export function stepBySquares(w: Tensor, direction: Tensor, state: Tensor, g: AdaptiveStepGeometry): void {
  const { run } = w.device;
  w.update((out) => run.adaptiveStep(out, w.handle, direction.handle, state.handle, g));
}
