import type { Conv2dGeometry } from "../core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../core/geometry/matmul.ts";
import type { Pool2dGeometry } from "../core/geometry/pool2d.ts";
import type { BroadcastGeometry, ReduceGeometry, StridedGeometry, Walk } from "../core/geometry/strided.ts";
import type { RngKey } from "../core/rng.ts";
import type { Shape } from "../core/shape.ts";
import type { Handle } from "./device.ts";

/** The seam: everything a device computes. One line a kernel, one output each: output first, geometry last.
 *  Every buffer holds the device's one float type and is row-major; offsets and labels are whole numbers in it. */
export interface Kernels<B> {
  // element by element
  neg: (out: B, x: B) => void;
  exp: (out: B, x: B) => void;
  log: (out: B, x: B) => void;
  sqrt: (out: B, x: B) => void;
  abs: (out: B, x: B) => void;
  sign: (out: B, x: B) => void;
  clamp: (out: B, x: B, g: ClampGeometry) => void;
  relu: (out: B, x: B) => void;
  reluGrad: (out: B, dy: B, y: B) => void;
  sigmoid: (out: B, x: B) => void;
  tanh: (out: B, x: B) => void;
  // with broadcasting
  add: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  sub: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  mul: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  div: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  pow: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  maximum: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  equal: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  greater: (out: B, a: B, b: B, g: BroadcastGeometry) => void;
  // over axes
  sum: (out: B, x: B, g: ReduceGeometry) => void;
  mean: (out: B, x: B, g: ReduceGeometry) => void;
  variance: (out: B, x: B, mean: B, g: VarianceGeometry) => void;
  max: (out: B, x: B, g: ReduceGeometry) => void;
  softmax: (out: B, x: B, g: AxisGeometry) => void;
  logSoftmax: (out: B, x: B, g: AxisGeometry) => void;
  // layout
  strided: (out: B, x: B, g: StridedGeometry) => void;
  pad: (out: B, x: B, g: PadGeometry) => void;
  concat: (out: B, a: B, b: B, g: ConcatGeometry) => void;
  // products
  matmul: (out: B, a: B, b: B, bias: B | null, g: MatmulGeometry) => void;
  conv2d: (out: B, x: B, w: B, bias: B | null, g: Conv2dGeometry) => void;
  conv2dGradInput: (out: B, dy: B, w: B, g: Conv2dGeometry) => void;
  conv2dGradWeight: (out: B, dy: B, x: B, g: Conv2dGeometry) => void;
  // windows
  maxPool2d: (out: B, x: B, g: Pool2dGeometry) => void;
  maxPool2dOffset: (out: B, x: B, g: Pool2dGeometry) => void;
  maxPool2dGrad: (out: B, dy: B, offset: B, g: Pool2dGeometry) => void;
  maxPool2dGather: (out: B, x: B, offset: B, g: Pool2dGeometry) => void;
  avgPool2d: (out: B, x: B, g: AvgPool2dGeometry) => void;
  avgPool2dGrad: (out: B, dy: B, g: AvgPool2dGeometry) => void;
  // normalisation
  localResponseNorm: (out: B, x: B, g: LocalResponseNormGeometry) => void;
  localResponseNormGrad: (out: B, dy: B, x: B, g: LocalResponseNormGeometry) => void;
  batchNorm: (out: B, x: B, mean: B, variance: B, weight: B | null, bias: B | null, g: BatchNormGeometry) => void;
  batchNormGradWeight: (out: B, dy: B, x: B, mean: B, variance: B, g: BatchNormGeometry) => void;
  batchNormGradInput: (
    out: B,
    dy: B,
    x: B,
    mean: B,
    variance: B,
    weight: B | null,
    gradWeight: B,
    gradBias: B,
    g: BatchNormGeometry,
  ) => void;
  // labels
  pick: (out: B, x: B, labels: B, g: LabelGeometry) => void;
  oneHot: (out: B, labels: B, g: LabelGeometry) => void;
  // sources
  fill: (out: B, g: FillGeometry) => void;
  dropoutMask: (out: B, g: DropoutMaskGeometry) => void;
  // optimisers: all may write over one of their inputs
  linearCombination: (out: B, a: B, b: B, c: B | null, g: LinearCombinationGeometry) => void;
  squareAccumulate: (out: B, state: B, grad: B, w: B, g: SquareAccumulateGeometry) => void;
  adaptiveStep: (out: B, w: B, direction: B, state: B, g: AdaptiveStepGeometry) => void;
  // diagnosis
  countNonFinite: (out: B, x: B) => void;
}

export type KernelName = keyof Kernels<never>;

type Call<F> = F extends (out: Handle, ...rest: infer Rest) => void
  ? (out: Shape | Handle, ...rest: Rest) => Handle
  : never;

/** The kernels as an operator calls them: with the output's shape in place of its buffer. They return at once; the
 *  work runs in call order. A handle in place of the shape is donated: the device may write over it, and only the
 *  returned handle may be used from then on. */
export type Calls = { readonly [K in KernelName]: Call<Kernels<Handle>[K]> };

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
