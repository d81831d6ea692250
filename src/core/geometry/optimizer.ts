/** α·a + β·b + γ·c. */
export interface LinearCombinationGeometry {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** decay · state + gain · (grad + weightDecay · w)². */
export interface SquareAccumulateGeometry {
  readonly decay: number;
  readonly gain: number;
  readonly weightDecay: number;
}

/** w − lr · direction / (√(state / correction) + eps), with weightDecay · w added to the direction. */
export interface AdaptiveStepGeometry {
  readonly lr: number;
  readonly correction: number;
  readonly eps: number;
  readonly weightDecay: number;
}
