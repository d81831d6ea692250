// Written by kernels/build/entries.mjs from the kernels themselves, with `npm run build`: not to be edited.

import type { Walk } from "../../core/geometry/strided.ts";
import { type Area, addressOf, type CheckedUnits, f32, type Pass, type Units, walkWords } from "./pass.ts";

/** The entry points that are no elementwise functions, by their numbers. */
export const entryNames = [
  "countNonFinite",
  "totalCount",
  "gate",
  "where",
  "strided",
  "place",
  "pick",
  "oneHot",
  "batchNorm",
  "batchNormGradInput",
  "batchNormGradWeight",
  "localResponseNorm",
  "localResponseNormGrad",
  "linearCombination",
  "squareAccumulate",
  "adaptiveStep",
  "avgPool2d",
  "avgPool2dGrad",
  "maxPool2d",
  "maxPool2dGrad",
  "maxPool2dGather",
  "maxPool2dOffset",
  "packConv2d",
  "conv2d",
  "packConv2dGradInput",
  "conv2dGradInput",
  "packConv2dGradWeight",
  "stageConv2dGradWeight",
  "conv2dGradWeight",
  "depthwiseConv2d",
  "depthwiseConv2dGradInput",
  "depthwiseConv2dGradWeight",
  "matmulDots",
  "packMatmul",
  "matmul",
  "transpose",
  "matmulUpdates",
  "addParts",
  "argmax",
  "sum",
  "variance",
  "max",
  "min",
  "softmax",
  "logSoftmax",
  "fill",
  "dropoutMask",
] as const;

/** What the module exports besides. */
export interface Helpers {
  /** See kernels/products/bound.wasm.ts. */
  multiplyAddBound(steps: number, chains: number, at: number): void;
  /** See kernels/products/bound.wasm.ts. */
  streamBound(from: number, to: number, blocks: number, reads: number, writes: number): void;
  /** See kernels/products/tile.wasm.ts. */
  multiply(
    tile: number,
    kc: number,
    a: number,
    aStride: number,
    mTiles: number,
    b: number,
    nTiles: number,
    c: number,
  ): void;
}

/** See kernels/diagnosis/diagnosis.wasm.ts. */
export interface CountRecord {
  /** Elements of x. */
  readonly n: number;
  /** Elements that make up a part. */
  readonly part: number;
}

function wordsOfCountRecord(g: CountRecord): number[] {
  return [g.n, g.part];
}

/** See kernels/diagnosis/diagnosis.wasm.ts. */
export interface TotalRecord {
  readonly parts: number;
}

function wordsOfTotalRecord(g: TotalRecord): number[] {
  return [g.parts];
}

/** See kernels/losses/labels.wasm.ts. */
export interface LabelRecord {
  readonly classes: number;
}

function wordsOfLabelRecord(g: LabelRecord): number[] {
  return [g.classes];
}

/** x as [n, c, inner]. A unit is one channel of an image, or with inner = 1 four neighboring channels of all images. See kernels/normalization/batchNormRecord.wasm.ts. */
export interface BatchNormRecord {
  readonly n: number;
  readonly c: number;
  readonly inner: number;
  readonly eps: number;
}

function wordsOfBatchNormRecord(g: BatchNormRecord): number[] {
  return [g.n, g.c, g.inner, f32(g.eps)];
}

/** A reduction of a dense array. The array's last axis is either reduced, and the elements of an output lie in runs, or
 *  kept, and the elements of neighboring outputs lie side by side. See kernels/reductions/reduction.wasm.ts. */
export interface ReductionRecord {
  /** The divisor of a sum; ε of batch normalization. */
  readonly constant: number;
  readonly inRuns: number;
  /** The last reduced dimension: elements, and their distance. */
  readonly length: number;
  readonly stride: number;
  /** How often that comes: the product of the other reduced dimensions. */
  readonly repeats: number;
  /** Outputs side by side: the last kept dimension, or 1 in runs. */
  readonly width: number;
  /** Over the other dimensions that are kept. */
  readonly kept: Walk;
  /** Over the other dimensions that are reduced. */
  readonly reduced: Walk;
}

function wordsOfReductionRecord(g: ReductionRecord): number[] {
  return [
    f32(g.constant),
    g.inRuns,
    g.length,
    g.stride,
    g.repeats,
    g.width,
    ...walkWords(g.kept),
    ...walkWords(g.reduced),
  ];
}

/** x as [images, rows, columns]; an element's window spans rows and columns. Across channels, an image's rows are its
 *  channels and its columns all pixels, and the window is one column wide; within the map, an image is one channel's
 *  map. See kernels/normalization/responseWindows.wasm.ts. */
export interface ResponseRecord {
  readonly rows: number;
  readonly columns: number;
  /** Columns that a unit takes: all of them where the window is within the map. */
  readonly strip: number;
  /** How far the window reaches up, down, left and right; no less to the left than to the right. */
  readonly up: number;
  readonly down: number;
  readonly left: number;
  readonly right: number;
  readonly scale: number;
  readonly k: number;
  readonly beta: number;
  /** 2 · scale · β. */
  readonly slope: number;
}

function wordsOfResponseRecord(g: ResponseRecord): number[] {
  return [g.rows, g.columns, g.strip, g.up, g.down, g.left, g.right, f32(g.scale), f32(g.k), f32(g.beta), f32(g.slope)];
}

/** See kernels/optimizers/optimizers.wasm.ts. */
export interface LinearCombinationRecord {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

function wordsOfLinearCombinationRecord(g: LinearCombinationRecord): number[] {
  return [f32(g.alpha), f32(g.beta), f32(g.gamma)];
}

/** See kernels/optimizers/optimizers.wasm.ts. */
export interface SquareAccumulateRecord {
  readonly decay: number;
  readonly gain: number;
  readonly weightDecay: number;
}

function wordsOfSquareAccumulateRecord(g: SquareAccumulateRecord): number[] {
  return [f32(g.decay), f32(g.gain), f32(g.weightDecay)];
}

/** See kernels/optimizers/optimizers.wasm.ts. */
export interface AdaptiveStepRecord {
  readonly lr: number;
  readonly correction: number;
  readonly eps: number;
  readonly weightDecay: number;
}

function wordsOfAdaptiveStepRecord(g: AdaptiveStepRecord): number[] {
  return [f32(g.lr), f32(g.correction), f32(g.eps), f32(g.weightDecay)];
}

/** See kernels/pooling/avgPool2d.wasm.ts. */
export interface AvgPool2dRecord {
  readonly h: number;
  readonly w: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly sh: number;
  readonly sw: number;
  readonly top: number;
  readonly left: number;
  /** Floats of a padded row: all that four windows at once can reach. */
  readonly padded: number;
  readonly bottom: number;
  readonly right: number;
  readonly countIncludePad: number;
}

function wordsOfAvgPool2dRecord(g: AvgPool2dRecord): number[] {
  return [g.h, g.w, g.kh, g.kw, g.oh, g.ow, g.sh, g.sw, g.top, g.left, g.padded, g.bottom, g.right, g.countIncludePad];
}

/** A window of kh × kw over planes of h × w, padded by `top` and `left`, that steps by sh and sw; see Pool2dGeometry
 *  in src/core/geometry/pool2d.ts. See kernels/pooling/pool2d.wasm.ts. */
export interface Pool2dRecord {
  readonly h: number;
  readonly w: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly sh: number;
  readonly sw: number;
  readonly top: number;
  readonly left: number;
  /** Floats of a padded row: all that four windows at once can reach. */
  readonly padded: number;
}

function wordsOfPool2dRecord(g: Pool2dRecord): number[] {
  return [g.h, g.w, g.kh, g.kw, g.oh, g.ow, g.sh, g.sw, g.top, g.left, g.padded];
}

/** The record that a convolution and its two gradients share. `n` to `groups` are the numbers of Conv2dGeometry, which
 *  src/core/geometry/conv2d.ts explains. See kernels/products/convRecord.wasm.ts. */
export interface ConvRecord {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly tile: number;
  /** Steps between two visits of C. */
  readonly kBlock: number;
  readonly mBlock: number;
  readonly nBlock: number;
  /** Where things begin within the scratch, in bytes: the packed panels of B, and the block of C. */
  readonly packedAt: number;
  readonly cAt: number;
  /** Rows and columns of the image's planes. */
  readonly imageRows: number;
  readonly imageColumns: number;
  /** Phases along each axis: the stride. */
  readonly phasesH: number;
  readonly phasesW: number;
  /** Zeros before the image's first row and first column; below 0, so many are left out. */
  readonly zerosTop: number;
  readonly zerosLeft: number;
  /** Rows and columns of a staged phase. */
  readonly stagedRows: number;
  readonly stagedColumns: number;
  /** Windows in a row of them. */
  readonly windowColumns: number;
  /** Where the staged image begins within the scratch, in bytes. */
  readonly stagedAt: number;
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly k: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly sh: number;
  readonly sw: number;
  readonly dh: number;
  readonly dw: number;
  readonly top: number;
  readonly left: number;
  readonly groups: number;
  /** How far the taps reach beyond the first, in windows. */
  readonly reachH: number;
  readonly reachW: number;
  /** How many different values ⌊tap · dilation / stride⌋ takes along an axis. */
  readonly shiftsH: number;
  readonly shiftsW: number;
}

function wordsOfConvRecord(g: ConvRecord): number[] {
  return [
    g.rows,
    g.columns,
    g.steps,
    g.tile,
    g.kBlock,
    g.mBlock,
    g.nBlock,
    g.packedAt,
    g.cAt,
    g.imageRows,
    g.imageColumns,
    g.phasesH,
    g.phasesW,
    g.zerosTop,
    g.zerosLeft,
    g.stagedRows,
    g.stagedColumns,
    g.windowColumns,
    g.stagedAt,
    g.n,
    g.c,
    g.h,
    g.w,
    g.k,
    g.kh,
    g.kw,
    g.oh,
    g.ow,
    g.sh,
    g.sw,
    g.dh,
    g.dw,
    g.top,
    g.left,
    g.groups,
    g.reachH,
    g.reachW,
    g.shiftsH,
    g.shiftsW,
  ];
}

/** A batch of products: one of the walk for each matrix. See kernels/products/matmul.wasm.ts. */
export interface MatmulRecord {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly tile: number;
  /** Steps between two visits of C. */
  readonly kBlock: number;
  readonly mBlock: number;
  readonly nBlock: number;
  /** Where things begin within the scratch, in bytes: the packed panels of B, and the block of C. */
  readonly packedAt: number;
  readonly cAt: number;
  readonly transposeA: number;
  readonly transposeB: number;
  /** Over the matrices of the batch, with the strides of a and b in matrices. */
  readonly batch: Walk;
}

function wordsOfMatmulRecord(g: MatmulRecord): number[] {
  return [
    g.rows,
    g.columns,
    g.steps,
    g.tile,
    g.kBlock,
    g.mBlock,
    g.nBlock,
    g.packedAt,
    g.cAt,
    g.transposeA,
    g.transposeB,
    ...walkWords(g.batch),
  ];
}

/** See kernels/products/transpose.wasm.ts. */
export interface TransposeRecord {
  readonly columns: number;
  /** Between columns of x. */
  readonly stride: number;
  /** Over the rows, with the strides of out as a and those of x as b. */
  readonly rows: Walk;
}

function wordsOfTransposeRecord(g: TransposeRecord): number[] {
  return [g.columns, g.stride, ...walkWords(g.rows)];
}

/** Products as updates: out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], where rows of b, read as they lie, are
 *  added to rows of out, four steps at a time. See kernels/products/updatesRecord.wasm.ts. */
export interface UpdatesRecord {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly transposeA: number;
  /** Rows and steps of a unit, and columns that it does at a time. */
  readonly mBlock: number;
  readonly kBlock: number;
  readonly nBlock: number;
  readonly batch: Walk;
}

function wordsOfUpdatesRecord(g: UpdatesRecord): number[] {
  return [g.rows, g.columns, g.steps, g.transposeA, g.mBlock, g.kBlock, g.nBlock, ...walkWords(g.batch)];
}

/** Lines along an axis. See kernels/reductions/axisRecord.wasm.ts. */
export interface AxisRecord {
  /** Elements of a line, and their distance: 1, or the number of lines side by side. */
  readonly n: number;
  readonly inner: number;
}

function wordsOfAxisRecord(g: AxisRecord): number[] {
  return [g.n, g.inner];
}

/** See kernels/sources/sources.wasm.ts. */
export interface FillRecord {
  readonly value: number;
}

function wordsOfFillRecord(g: FillRecord): number[] {
  return [f32(g.value)];
}

/** See kernels/sources/sources.wasm.ts. */
export interface DropoutMaskRecord {
  readonly key0: number;
  readonly key1: number;
  /** An element whose word is no larger is dropped. */
  readonly lastDropped: number;
  readonly scale: number;
}

function wordsOfDropoutMaskRecord(g: DropoutMaskRecord): number[] {
  return [g.key0, g.key1, g.lastDropped, f32(g.scale)];
}

/** counts[part] = how many elements of the part are NaN or infinite, as a whole number. Unit: a part. See kernels/diagnosis/diagnosis.wasm.ts. */
export function countNonFinite(args: { counts: Area; x: Area; g: CountRecord }, units: Units): Pass {
  return {
    entry: 0,
    pointers: [args.counts.address, args.x.address],
    scratch: 0,
    words: wordsOfCountRecord(args.g),
    units,
  };
}

/** out[0] = Σ counts[part]. One unit in all. See kernels/diagnosis/diagnosis.wasm.ts. */
export function totalCount(args: { out: Area; counts: Area; g: TotalRecord }, units: Units): Pass {
  return {
    entry: 1,
    pointers: [args.out.address, args.counts.address],
    scratch: 0,
    words: wordsOfTotalRecord(args.g),
    units,
  };
}

/** out[i] = 0 where y[i] ≤ 0, which NaN is not, else dy[i]. See kernels/elementwise/choice.wasm.ts. */
export function gate(args: { out: Area; dy: Area; y: Area }, units: Units): Pass {
  return { entry: 2, pointers: [args.out.address, args.dy.address, args.y.address], scratch: 0, words: [], units };
}

/** out[i] = b[i] where condition[i] = 0, else a[i]. See kernels/elementwise/choice.wasm.ts. */
export function where(args: { out: Area; condition: Area; a: Area; b: Area }, units: Units): Pass {
  return {
    entry: 3,
    pointers: [args.out.address, args.condition.address, args.a.address, args.b.address],
    scratch: 0,
    words: [],
    units,
  };
}

/** out[i] = x[Σ i_d · stride_d]: a walk over out, with the strides of x as a. See kernels/layout/layout.wasm.ts. */
export function strided(args: { out: Area; x: Area; g: Walk }, units: Units): Pass {
  return { entry: 4, pointers: [args.out.address, args.x.address], scratch: 0, words: walkWords(args.g), units };
}

/** out[Σ i_d · stride_d] = x[i]: a walk over x, with the strides of out as a. See kernels/layout/layout.wasm.ts. */
export function place(args: { out: Area; x: Area; g: Walk }, units: Units): Pass {
  return { entry: 5, pointers: [args.out.address, args.x.address], scratch: 0, words: walkWords(args.g), units };
}

/** out[row] = x[row, labels[row]]; x [rows, classes]. Returns 0, or 1 + the first row whose label is not a class. See kernels/losses/labels.wasm.ts. */
export function pick(args: { out: Area; x: Area; labels: Area; g: LabelRecord }, units: CheckedUnits): Pass {
  return {
    entry: 6,
    pointers: [args.out.address, args.x.address, args.labels.address],
    scratch: 0,
    words: wordsOfLabelRecord(args.g),
    units,
  };
}

/** out[row, j] = 1 where j = labels[row], else 0; out [rows, classes]. Returns what `pick` does. See kernels/losses/labels.wasm.ts. */
export function oneHot(args: { out: Area; labels: Area; g: LabelRecord }, units: CheckedUnits): Pass {
  return {
    entry: 7,
    pointers: [args.out.address, args.labels.address],
    scratch: 0,
    words: wordsOfLabelRecord(args.g),
    units,
  };
}

/** out = scale · (x − mean) + bias, with scale = weight / √(variance + ε); x and out [n, c, inner], the others [c]. See kernels/normalization/batchNorm.wasm.ts. */
export function batchNorm(
  args: { out: Area; x: Area; mean: Area; variance: Area; weight: Area | null; bias: Area | null; g: BatchNormRecord },
  units: Units,
): Pass {
  return {
    entry: 8,
    pointers: [
      args.out.address,
      args.x.address,
      args.mean.address,
      args.variance.address,
      addressOf(args.weight),
      addressOf(args.bias),
    ],
    scratch: 0,
    words: wordsOfBatchNormRecord(args.g),
    units,
  };
}

/** out = scale · (dy − gradBias / count − (x − mean) · slope), with scale = weight / √(variance + ε),
 *  slope = gradWeight / (count · √(variance + ε)) and count = n · inner; out, dy and x [n, c, inner], the others [c]. See kernels/normalization/batchNorm.wasm.ts. */
export function batchNormGradInput(
  args: {
    out: Area;
    dy: Area;
    x: Area;
    mean: Area;
    variance: Area;
    weight: Area | null;
    gradWeight: Area;
    gradBias: Area;
    g: BatchNormRecord;
  },
  units: Units,
): Pass {
  return {
    entry: 9,
    pointers: [
      args.out.address,
      args.dy.address,
      args.x.address,
      args.mean.address,
      args.variance.address,
      addressOf(args.weight),
      args.gradWeight.address,
      args.gradBias.address,
    ],
    scratch: 0,
    words: wordsOfBatchNormRecord(args.g),
    units,
  };
}

/** out[c] = Σ dy · (x − mean) / √(variance + ε) over the elements of channel c; dy and x [n, c, inner],
 *  the others [c]. See kernels/normalization/batchNorm.wasm.ts. */
export function batchNormGradWeight(
  args: { out: Area; dy: Area; x: Area; mean: Area; variance: Area; g: ReductionRecord },
  units: Units,
): Pass {
  return {
    entry: 10,
    pointers: [args.out.address, args.dy.address, args.x.address, args.mean.address, args.variance.address],
    scratch: 0,
    words: wordsOfReductionRecord(args.g),
    units,
  };
}

/** out = x · d^−β, with d = k + scale · Σ x² over the element's window; see ResponseRecord for the shapes. A unit is a
 *  strip of an image. See kernels/normalization/localResponseNorm.wasm.ts. */
export function localResponseNorm(
  args: { out: Area; x: Area; scratch: number; g: ResponseRecord },
  units: Units,
): Pass {
  return {
    entry: 11,
    pointers: [args.out.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfResponseRecord(args.g),
    units,
  };
}

/** out = dy · d^−β − slope · x · Σ cross, with cross = dy · x · d^(−β−1), over the window turned round; d as in the
 *  forward pass. A unit is a strip of an image, of which the scratch holds cross, so that each d is computed once. See kernels/normalization/localResponseNormGrad.wasm.ts. */
export function localResponseNormGrad(
  args: { out: Area; dy: Area; x: Area; scratch: number; g: ResponseRecord },
  units: Units,
): Pass {
  return {
    entry: 12,
    pointers: [args.out.address, args.dy.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfResponseRecord(args.g),
    units,
  };
}

/** out[i] = α·a[i] + β·b[i] + γ·c[i], or two terms where c is left out. See kernels/optimizers/optimizers.wasm.ts. */
export function linearCombination(
  args: { out: Area; a: Area; b: Area; c: Area | null; g: LinearCombinationRecord },
  units: Units,
): Pass {
  return {
    entry: 13,
    pointers: [args.out.address, args.a.address, args.b.address, addressOf(args.c)],
    scratch: 0,
    words: wordsOfLinearCombinationRecord(args.g),
    units,
  };
}

/** out[i] = decay · state[i] + gain · (grad[i] + weightDecay · w[i])². See kernels/optimizers/optimizers.wasm.ts. */
export function squareAccumulate(
  args: { out: Area; state: Area; grad: Area; w: Area; g: SquareAccumulateRecord },
  units: Units,
): Pass {
  return {
    entry: 14,
    pointers: [args.out.address, args.state.address, args.grad.address, args.w.address],
    scratch: 0,
    words: wordsOfSquareAccumulateRecord(args.g),
    units,
  };
}

/** out[i] = w[i] − lr · (direction[i] + weightDecay · w[i]) / (√(state[i] / correction) + eps). See kernels/optimizers/optimizers.wasm.ts. */
export function adaptiveStep(
  args: { out: Area; w: Area; direction: Area; state: Area; g: AdaptiveStepRecord },
  units: Units,
): Pass {
  return {
    entry: 15,
    pointers: [args.out.address, args.w.address, args.direction.address, args.state.address],
    scratch: 0,
    words: wordsOfAdaptiveStepRecord(args.g),
    units,
  };
}

/** out[p, i, j] = Σ_{u,v} x[p, i·sh + u − top, j·sw + v − left] / (height_i · width_j), over the taps inside the input;
 *  x [n·c, h, w], out [n·c, oh, ow].
 *  The sum of a window is that of its columns' sums, in double precision. `scratch` holds the weights, and the sums of
 *  all columns of an output row between zeros. A unit is an output row. See kernels/pooling/avgPool2d.wasm.ts. */
export function avgPool2d(args: { out: Area; x: Area; scratch: number; g: AvgPool2dRecord }, units: Units): Pass {
  return {
    entry: 16,
    pointers: [args.out.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfAvgPool2dRecord(args.g),
    units,
  };
}

/** out[p, a, b] = Σ dy[p, i, j] / (height_i · width_j) over the windows (i, j) that cover (a, b); dy [n·c, oh, ow],
 *  out [n·c, h, w].
 *  A window hands dy · weight to each of its elements. First the windows in output column j that cover input row a are
 *  added up, in double precision; then an input element takes the sums of the columns whose windows cover it. `scratch`
 *  holds the weights, and the sums of all output columns between zeros. A unit is an input row. See kernels/pooling/avgPool2d.wasm.ts. */
export function avgPool2dGrad(args: { out: Area; dy: Area; scratch: number; g: AvgPool2dRecord }, units: Units): Pass {
  return {
    entry: 17,
    pointers: [args.out.address, args.dy.address],
    scratch: args.scratch,
    words: wordsOfAvgPool2dRecord(args.g),
    units,
  };
}

/** out[p, i, j] = max_{u,v} x[p, i·sh + u − top, j·sw + v − left]; x [n·c, h, w], out [n·c, oh, ow]. The maximum of a
 *  window is that of its columns' maxima, which `row` holds for all columns of an output row. There the padding is
 *  −Infinity, so that no window needs clipping. A unit is an output row. NaN wins. See kernels/pooling/maxPool2d.wasm.ts. */
export function maxPool2d(args: { out: Area; x: Area; scratch: number; g: Pool2dRecord }, units: Units): Pass {
  return {
    entry: 18,
    pointers: [args.out.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfPool2dRecord(args.g),
    units,
  };
}

/** out[p, a, b] = Σ dy[p, i, j] over the windows (i, j) that (a, b) won, added in row-major order; dy and offset
 *  [n·c, oh, ow], out [n·c, h, w]. A unit is a plane. See kernels/pooling/maxPool2dGrad.wasm.ts. */
export function maxPool2dGrad(args: { out: Area; dy: Area; offset: Area; g: Pool2dRecord }, units: Units): Pass {
  return {
    entry: 19,
    pointers: [args.out.address, args.dy.address, args.offset.address],
    scratch: 0,
    words: wordsOfPool2dRecord(args.g),
    units,
  };
}

/** out[p, i, j] = x[p, a, b] at the winner (a, b) of window (i, j); x [n·c, h, w], offset and out [n·c, oh, ow]. A unit
 *  is an output row. See kernels/pooling/maxPool2dGrad.wasm.ts. */
export function maxPool2dGather(args: { out: Area; x: Area; offset: Area; g: Pool2dRecord }, units: Units): Pass {
  return {
    entry: 20,
    pointers: [args.out.address, args.x.address, args.offset.address],
    scratch: 0,
    words: wordsOfPool2dRecord(args.g),
    units,
  };
}

/** out[p, i, j] = u·kw + v, where the winner of window (i, j) lies within it: the first NaN, else the first of the
 *  largest; x [n·c, h, w], out [n·c, oh, ow]. Of the columns whose maximum is the window's, it is the least u·kw + v,
 *  with u the column's first winner: both are kept in `row` for all columns of an output row, in two padded rows. A
 *  unit is an output row. See kernels/pooling/maxPool2dOffset.wasm.ts. */
export function maxPool2dOffset(args: { out: Area; x: Area; scratch: number; g: Pool2dRecord }, units: Units): Pass {
  return {
    entry: 21,
    pointers: [args.out.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfPool2dRecord(args.g),
    units,
  };
}

/** The filters in panels [c·kh·kw][mr]. Unit: a panel of a group. See kernels/products/conv2d.wasm.ts. */
export function packConv2d(args: { to: Area; w: Area; g: ConvRecord }, units: Units): Pass {
  return {
    entry: 22,
    pointers: [args.to.address, args.w.address],
    scratch: 0,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out = filters · windows + bias, with the filters as `packConv2d` left them. Unit: mBlock filters over nBlock windows
 *  of an image. See kernels/products/conv2d.wasm.ts. */
export function conv2d(
  args: { out: Area; x: Area; packed: Area; bias: Area | null; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 23,
    pointers: [args.out.address, args.x.address, args.packed.address, addressOf(args.bias)],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** The filters turned round, in panels [filters · shifts][mr]. Unit: a panel of a group. See kernels/products/conv2dGradInput.wasm.ts. */
export function packConv2dGradInput(args: { to: Area; w: Area; g: ConvRecord }, units: Units): Pass {
  return {
    entry: 24,
    pointers: [args.to.address, args.w.address],
    scratch: 0,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out = turned filters · windows of dy. Unit: mBlock rows (c, r, s) over nBlock places (q, t) of an image. See kernels/products/conv2dGradInput.wasm.ts. */
export function conv2dGradInput(
  args: { out: Area; dy: Area; packed: Area; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 25,
    pointers: [args.out.address, args.dy.address, args.packed.address],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** dy in panels [oh·ow][mr], image by image. Unit: a panel of a group of an image. See kernels/products/conv2dGradWeight.wasm.ts. */
export function packConv2dGradWeight(args: { to: Area; dy: Area; g: ConvRecord }, units: Units): Pass {
  return {
    entry: 26,
    pointers: [args.to.address, args.dy.address],
    scratch: 0,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** All of x, staged. Unit: a channel of an image. See kernels/products/conv2dGradWeight.wasm.ts. */
export function stageConv2dGradWeight(args: { to: Area; x: Area; g: ConvRecord }, units: Units): Pass {
  return {
    entry: 27,
    pointers: [args.to.address, args.x.address],
    scratch: 0,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out = dy · windows. Unit: mBlock filters by nBlock taps of a group, over all images. See kernels/products/conv2dGradWeight.wasm.ts. */
export function conv2dGradWeight(
  args: { out: Area; packed: Area; staged: Area; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 28,
    pointers: [args.out.address, args.packed.address, args.staged.address],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out[n, k, i, j] = bias[k] + Σ_{u,v} w[k, u, v] · x[n, c, i·sh + u·dh − top, j·sw + v·dw − left]. Unit: a plane of
 *  the output. See kernels/products/depthwise.wasm.ts. */
export function depthwiseConv2d(
  args: { out: Area; x: Area; w: Area; bias: Area | null; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 29,
    pointers: [args.out.address, args.x.address, args.w.address, addressOf(args.bias)],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out[n, c, a, b] = Σ w[k, u, v] · dy[n, k, i, j] over all with i·sh + u·dh − top = a and j·sw + v·dw − left = b,
 *  phase by phase of the stride, as in conv2dGradInput. Unit: a plane of the input. See kernels/products/depthwise.wasm.ts. */
export function depthwiseConv2dGradInput(
  args: { out: Area; dy: Area; w: Area; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 30,
    pointers: [args.out.address, args.dy.address, args.w.address],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out[k, u, v] = Σ_{n,i,j} dy[n, k, i, j] · x[n, c, i·sh + u·dh − top, j·sw + v·dw − left], an image's sum in single
 *  precision, that over the images in double. Unit: a filter. See kernels/products/depthwise.wasm.ts. */
export function depthwiseConv2dGradWeight(
  args: { out: Area; dy: Area; x: Area; scratch: number; g: ConvRecord },
  units: Units,
): Pass {
  return {
    entry: 31,
    pointers: [args.out.address, args.dy.address, args.x.address],
    scratch: args.scratch,
    words: wordsOfConvRecord(args.g),
    units,
  };
}

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, j, l]: each element is the dot product of a row of a and a row of b,
 *  which both are read as they lie. Unit: all rows of a by nBlock rows of b, an even number. Every element has eight
 *  partial sums, of the steps with the same l mod 8; they stay in the scratch, [nBlock][rows][8], between one kBlock of
 *  steps and the next. See kernels/products/dots.wasm.ts. */
export function matmulDots(
  args: { out: Area; a: Area; b: Area; bias: Area | null; scratch: number; g: MatmulRecord },
  units: Units,
): Pass {
  return {
    entry: 32,
    pointers: [args.out.address, args.a.address, args.b.address, addressOf(args.bias)],
    scratch: args.scratch,
    words: wordsOfMatmulRecord(args.g),
    units,
  };
}

/** Packs all of A in panels [steps][mr], matrix by matrix of the batch. Unit: a panel. See kernels/products/matmul.wasm.ts. */
export function packMatmul(args: { to: Area; a: Area; g: MatmulRecord }, units: Units): Pass {
  return {
    entry: 33,
    pointers: [args.to.address, args.a.address],
    scratch: 0,
    words: wordsOfMatmulRecord(args.g),
    units,
  };
}

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], for each z of the batch, row i, column j and step l;
 *  a [rows, steps] or [steps, rows], b [steps, columns] or [columns, steps], out [rows, columns]. Unit: a block of C,
 *  mBlock × nBlock, over all steps. See kernels/products/matmul.wasm.ts. */
export function matmul(
  args: { out: Area; packed: Area; b: Area; bias: Area | null; scratch: number; g: MatmulRecord },
  units: Units,
): Pass {
  return {
    entry: 34,
    pointers: [args.out.address, args.packed.address, args.b.address, addressOf(args.bias)],
    scratch: args.scratch,
    words: wordsOfMatmulRecord(args.g),
    units,
  };
}

/** out[r, j] = x[r + j·stride] for each plane of rows r and columns j: `strided` where the last dimension (the columns)
 *  has a stride above 1 and another one (the rows) has stride 1. Blocks of both are read along the rows and written
 *  along the columns. A unit is a row. See kernels/products/transpose.wasm.ts. */
export function transpose(args: { out: Area; x: Area; g: TransposeRecord }, units: Units): Pass {
  return {
    entry: 35,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfTransposeRecord(args.g),
    units,
  };
}

/** Unit: mBlock rows by kBlock steps, over all columns, so that b is read from its first row to its last, and out is
 *  written so. Where kBlock is all steps, `to` is out. Else mBlock is all rows, and each unit leaves its sums in an area
 *  of its own, for `addParts`. See kernels/products/updates.wasm.ts. */
export function matmulUpdates(
  args: { to: Area; a: Area; b: Area; bias: Area | null; scratch: number; g: UpdatesRecord },
  units: Units,
): Pass {
  return {
    entry: 36,
    pointers: [args.to.address, args.a.address, args.b.address, addressOf(args.bias)],
    scratch: args.scratch,
    words: wordsOfUpdatesRecord(args.g),
    units,
  };
}

/** The sums of a matrix's parts, which are [columns / nBlock][rows][nBlock], added in their order. Reads up to three
 *  floats past the last. Unit: nBlock columns of a matrix. See kernels/products/updates.wasm.ts. */
export function addParts(args: { out: Area; sums: Area; g: UpdatesRecord }, units: Units): Pass {
  return {
    entry: 37,
    pointers: [args.out.address, args.sums.address],
    scratch: 0,
    words: wordsOfUpdatesRecord(args.g),
    units,
  };
}

/** out[line] = the first j whose x[j] is the largest of the line, or NaN. A unit is four neighboring lines, or the last
 *  ones. See kernels/reductions/argmax.wasm.ts. */
export function argmax(args: { out: Area; x: Area; g: AxisRecord }, units: Units): Pass {
  return {
    entry: 38,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfAxisRecord(args.g),
    units,
  };
}

/** out = Σ x / constant, each output over its own elements; the constant is 1 for sum, their number for mean. See kernels/reductions/reduce.wasm.ts. */
export function sum(args: { out: Area; x: Area; g: ReductionRecord }, units: Units): Pass {
  return {
    entry: 39,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfReductionRecord(args.g),
    units,
  };
}

/** out = Σ (x − mean)² / constant, each output over its own elements, with its own mean. See kernels/reductions/reduce.wasm.ts. */
export function variance(args: { out: Area; x: Area; mean: Area; g: ReductionRecord }, units: Units): Pass {
  return {
    entry: 40,
    pointers: [args.out.address, args.x.address, args.mean.address],
    scratch: 0,
    words: wordsOfReductionRecord(args.g),
    units,
  };
}

/** out = max x, each output over its own elements; NaN wins. See kernels/reductions/reduce.wasm.ts. */
export function max(args: { out: Area; x: Area; g: ReductionRecord }, units: Units): Pass {
  return {
    entry: 41,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfReductionRecord(args.g),
    units,
  };
}

/** out = min x, each output over its own elements; NaN wins. See kernels/reductions/reduce.wasm.ts. */
export function min(args: { out: Area; x: Area; g: ReductionRecord }, units: Units): Pass {
  return {
    entry: 42,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfReductionRecord(args.g),
    units,
  };
}

/** out[i] = e^(x[i] − peak) / Σ_j e^(x[j] − peak) along each line of n elements, with peak = max x. See kernels/reductions/softmax.wasm.ts. */
export function softmax(args: { out: Area; x: Area; g: AxisRecord }, units: Units): Pass {
  return {
    entry: 43,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfAxisRecord(args.g),
    units,
  };
}

/** out[i] = x[i] − peak − ln Σ_j e^(x[j] − peak) along each line of n elements, with peak = max x. See kernels/reductions/softmax.wasm.ts. */
export function logSoftmax(args: { out: Area; x: Area; g: AxisRecord }, units: Units): Pass {
  return {
    entry: 44,
    pointers: [args.out.address, args.x.address],
    scratch: 0,
    words: wordsOfAxisRecord(args.g),
    units,
  };
}

/** out[i] = value. See kernels/sources/sources.wasm.ts. */
export function fill(args: { out: Area; g: FillRecord }, units: Units): Pass {
  return { entry: 45, pointers: [args.out.address], scratch: 0, words: wordsOfFillRecord(args.g), units };
}

/** out[i] = scale where word i of the stream is above `lastDropped`, else 0. Philox4x32-10 (see core/rng.ts) makes
 *  words 4b to 4b + 3 of counter (b, 0, 0, 0). Four counters at a time, one a lane; the last elements go through
 *  `scratch`, 16 elements long. See kernels/sources/sources.wasm.ts. */
export function dropoutMask(args: { out: Area; scratch: number; g: DropoutMaskRecord }, units: Units): Pass {
  return {
    entry: 46,
    pointers: [args.out.address],
    scratch: args.scratch,
    words: wordsOfDropoutMaskRecord(args.g),
    units,
  };
}
