import type { BinaryName, UnaryArguments, UnaryName } from "../../kernels/elementwise/table.ts";
import type { AxisGeometry } from "../core/geometry/axis.ts";
import type { BatchNormGeometry } from "../core/geometry/batchNorm.ts";
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
} from "../core/geometry/optimizer.ts";
import type { AvgPool2dGeometry, Pool2dGeometry } from "../core/geometry/pool2d.ts";
import type {
  BroadcastGeometry,
  PadGeometry,
  ReduceGeometry,
  StridedGeometry,
  VarianceGeometry,
} from "../core/geometry/strided.ts";

/** Element by element: see kernels/elementwise/table.ts. */
type ElementwiseArguments<B> = { readonly [K in UnaryName]: UnaryArguments<B, K> } & {
  readonly [K in BinaryName]: [a: B, b: B, g: BroadcastGeometry];
};

/** The seam: everything a device computes. One line a kernel, one output each: what it takes besides, its inputs (null
 *  where one is left out) and last its geometry. Every buffer holds the device's one float type and is row-major; offsets and labels are whole numbers in it. */
export interface KernelArguments<B> extends ElementwiseArguments<B> {
  /** b where the condition is 0, else a; all of one size. */
  where: [condition: B, a: B, b: B];
  /** dy where y is positive or NaN, else 0. */
  gate: [dy: B, y: B];
  // reductions
  sum: [x: B, g: ReduceGeometry];
  mean: [x: B, g: ReduceGeometry];
  variance: [x: B, mean: B, g: VarianceGeometry];
  max: [x: B, g: ReduceGeometry];
  min: [x: B, g: ReduceGeometry];
  /** Where along the axis the largest element stands, as a whole number. */
  argmax: [x: B, g: AxisGeometry];
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
  // pooling
  maxPool2d: [x: B, g: Pool2dGeometry];
  maxPool2dOffset: [x: B, g: Pool2dGeometry];
  maxPool2dGrad: [dy: B, offset: B, g: Pool2dGeometry];
  maxPool2dGather: [x: B, offset: B, g: Pool2dGeometry];
  avgPool2d: [x: B, g: AvgPool2dGeometry];
  avgPool2dGrad: [dy: B, g: AvgPool2dGeometry];
  // normalization
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
  // losses
  pick: [x: B, labels: B, g: LabelGeometry];
  oneHot: [labels: B, g: LabelGeometry];
  // sources
  fill: [g: FillGeometry];
  dropoutMask: [g: DropoutMaskGeometry];
  // optimizers: all may write over one of their inputs
  linearCombination: [a: B, b: B, c: B | null, g: LinearCombinationGeometry];
  squareAccumulate: [state: B, grad: B, w: B, g: SquareAccumulateGeometry];
  adaptiveStep: [w: B, direction: B, state: B, g: AdaptiveStepGeometry];
  // diagnosis
  countNonFinite: [x: B];
}

export type KernelName = keyof KernelArguments<never>;

export type Kernels<B> = { readonly [K in KernelName]: (out: B, ...args: KernelArguments<B>[K]) => void };
