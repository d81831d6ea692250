import type { Conv2dGeometry } from "../core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../core/geometry/matmul.ts";
import type { Pool2dGeometry } from "../core/geometry/pool2d.ts";
import type { BroadcastGeometry, ReduceGeometry, StridedGeometry, Walk } from "../core/geometry/strided.ts";
import type { RngKey } from "../core/rng.ts";
import type { Shape } from "../core/shape.ts";

/** The seam: everything a device computes. One line a kernel, one output each: what it takes besides, its inputs (null
 *  where one is left out) and last its geometry. Every buffer holds the device's one float type and is row-major; offsets and labels are whole numbers in it. */
export interface KernelArguments<B> {
  // element by element
  neg: [x: B];
  exp: [x: B];
  log: [x: B];
  sqrt: [x: B];
  abs: [x: B];
  sign: [x: B];
  clamp: [x: B, g: ClampGeometry];
  relu: [x: B];
  reluGrad: [dy: B, y: B];
  sigmoid: [x: B];
  tanh: [x: B];
  // with broadcasting
  add: [a: B, b: B, g: BroadcastGeometry];
  sub: [a: B, b: B, g: BroadcastGeometry];
  mul: [a: B, b: B, g: BroadcastGeometry];
  div: [a: B, b: B, g: BroadcastGeometry];
  pow: [a: B, b: B, g: BroadcastGeometry];
  maximum: [a: B, b: B, g: BroadcastGeometry];
  equal: [a: B, b: B, g: BroadcastGeometry];
  greater: [a: B, b: B, g: BroadcastGeometry];
  // over axes
  sum: [x: B, g: ReduceGeometry];
  mean: [x: B, g: ReduceGeometry];
  variance: [x: B, mean: B, g: VarianceGeometry];
  max: [x: B, g: ReduceGeometry];
  softmax: [x: B, g: AxisGeometry];
  logSoftmax: [x: B, g: AxisGeometry];
  // layout
  strided: [x: B, g: StridedGeometry];
  pad: [x: B, g: PadGeometry];
  concat: [a: B, b: B, g: ConcatGeometry];
  // products
  matmul: [a: B, b: B, bias: B | null, g: MatmulGeometry];
  conv2d: [x: B, w: B, bias: B | null, g: Conv2dGeometry];
  conv2dGradInput: [dy: B, w: B, g: Conv2dGeometry];
  conv2dGradWeight: [dy: B, x: B, g: Conv2dGeometry];
  // windows
  maxPool2d: [x: B, g: Pool2dGeometry];
  maxPool2dOffset: [x: B, g: Pool2dGeometry];
  maxPool2dGrad: [dy: B, offset: B, g: Pool2dGeometry];
  maxPool2dGather: [x: B, offset: B, g: Pool2dGeometry];
  avgPool2d: [x: B, g: AvgPool2dGeometry];
  avgPool2dGrad: [dy: B, g: AvgPool2dGeometry];
  // normalisation
  localResponseNorm: [x: B, g: LocalResponseNormGeometry];
  localResponseNormGrad: [dy: B, x: B, g: LocalResponseNormGeometry];
  batchNorm: [x: B, mean: B, variance: B, weight: B | null, bias: B | null, g: BatchNormGeometry];
  batchNormGradWeight: [dy: B, x: B, mean: B, variance: B, g: BatchNormGeometry];
  batchNormGradInput: [
    dy: B,
    x: B,
    mean: B,
    variance: B,
    weight: B | null,
    gradWeight: B,
    gradBias: B,
    g: BatchNormGeometry,
  ];
  // labels
  pick: [x: B, labels: B, g: LabelGeometry];
  oneHot: [labels: B, g: LabelGeometry];
  // sources
  fill: [g: FillGeometry];
  dropoutMask: [g: DropoutMaskGeometry];
  // optimisers: all may write over one of their inputs
  linearCombination: [a: B, b: B, c: B | null, g: LinearCombinationGeometry];
  squareAccumulate: [state: B, grad: B, w: B, g: SquareAccumulateGeometry];
  adaptiveStep: [w: B, direction: B, state: B, g: AdaptiveStepGeometry];
  // diagnosis
  countNonFinite: [x: B];
}

export type KernelName = keyof KernelArguments<never>;

export type Kernels<B> = { readonly [K in KernelName]: (out: B, ...args: KernelArguments<B>[K]) => void };

export interface ClampGeometry {
  readonly min: number;
  readonly max: number;
}

/** Σ (x − mean)² / divisor. */
export interface VarianceGeometry extends ReduceGeometry {
  readonly divisor: number;
}

/** One axis of length n between `outer` slices before and `inner` after it. */
export interface AxisGeometry {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly shape: Shape;
}

/** out[offset + Σ i_d · stride_d] = x[i], `value` elsewhere. */
export interface PadGeometry {
  /** Over x, with the strides in the output. */
  readonly walk: Walk;
  readonly offset: number;
  readonly value: number;
  readonly shape: Shape;
}

/** Row by row: aRow elements of a, then bRow of b. */
export interface ConcatGeometry {
  readonly rows: number;
  readonly aRow: number;
  readonly bRow: number;
  readonly shape: Shape;
}

export interface AvgPool2dGeometry extends Pool2dGeometry {
  /** Divide by the window clipped to the padded input (true) or to the input itself (false). */
  readonly countIncludePad: boolean;
}

/** y = x · (k + scale · Σ x²)^−β, the sum over a window from `before` below to `after` above. */
export interface LocalResponseNormGeometry {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  /** The window runs over neighbouring channels (true) or over a square within the map (false). */
  readonly acrossChannels: boolean;
  readonly size: number;
  readonly before: number;
  readonly after: number;
  readonly scale: number;
  readonly beta: number;
  readonly k: number;
  readonly shape: Shape;
}

/** x as [n, c, inner]; mean, variance, weight and bias are [c]. */
export interface BatchNormGeometry {
  readonly n: number;
  readonly c: number;
  readonly inner: number;
  readonly eps: number;
  readonly shape: Shape;
}

export interface FillGeometry {
  readonly value: number;
}

/** Rows of `classes` elements, one label each. A label out of range is an error, or NaN where a device cannot tell. */
export interface LabelGeometry {
  readonly classes: number;
}

/** `scale` with probability 1 − p, else 0; element i is decided by word i of the stream. */
export interface DropoutMaskGeometry {
  readonly key: RngKey;
  readonly p: number;
  readonly scale: number;
}

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
