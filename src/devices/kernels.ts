import type { AxisGeometry } from "../core/geometry/axis.ts";
import type { BatchNormGeometry } from "../core/geometry/batchNorm.ts";
import type { ClampGeometry } from "../core/geometry/clamp.ts";
import type { ConcatGeometry } from "../core/geometry/concat.ts";
import type { Conv2dGeometry } from "../core/geometry/conv2d.ts";
import type { DropoutMaskGeometry } from "../core/geometry/dropoutMask.ts";
import type { FillGeometry } from "../core/geometry/fill.ts";
import type { LabelGeometry } from "../core/geometry/labels.ts";
import type { LocalResponseNormGeometry } from "../core/geometry/localResponseNorm.ts";
import type { MatmulGeometry } from "../core/geometry/matmul.ts";
import type {
  AdaptiveStepGeometry,
  LinearCombinationGeometry,
  SquareAccumulateGeometry,
} from "../core/geometry/optimiser.ts";
import type { AvgPool2dGeometry, Pool2dGeometry } from "../core/geometry/pool2d.ts";
import type {
  BroadcastGeometry,
  PadGeometry,
  ReduceGeometry,
  StridedGeometry,
  VarianceGeometry,
} from "../core/geometry/strided.ts";

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
