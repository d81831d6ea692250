import type { Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";
import { abs } from "./abs.ts";
import { adaptiveStep } from "./adaptiveStep.ts";
import { add } from "./add.ts";
import { avgPool2d, avgPool2dGrad } from "./avgPool2d.ts";
import { batchNorm, batchNormGradInput, batchNormGradWeight } from "./batchNorm.ts";
import { clamp } from "./clamp.ts";
import { concat } from "./concat.ts";
import { conv2d, conv2dGradInput, conv2dGradWeight } from "./conv2d.ts";
import { countNonFinite } from "./countNonFinite.ts";
import { div } from "./div.ts";
import { dropoutMask } from "./dropoutMask.ts";
import { equal } from "./equal.ts";
import { exp } from "./exp.ts";
import { fill } from "./fill.ts";
import { greater } from "./greater.ts";
import { linearCombination } from "./linearCombination.ts";
import { localResponseNorm, localResponseNormGrad } from "./localResponseNorm.ts";
import { log } from "./log.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { matmul } from "./matmul.ts";
import { max } from "./max.ts";
import { maximum } from "./maximum.ts";
import { maxPool2d, maxPool2dGather, maxPool2dGrad, maxPool2dOffset } from "./maxPool2d.ts";
import { mean } from "./mean.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { pad } from "./pad.ts";
import { oneHot, pick } from "./pick.ts";
import { pow } from "./pow.ts";
import { relu, reluGrad } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { sign } from "./sign.ts";
import { softmax } from "./softmax.ts";
import { sqrt } from "./sqrt.ts";
import { squareAccumulate } from "./squareAccumulate.ts";
import { strided } from "./strided.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";
import { tanh } from "./tanh.ts";
import { variance } from "./variance.ts";

/** Plain loops: the living definition of every kernel. They work on float32 and float64 alike. */
export const referenceKernels = {
  abs,
  adaptiveStep,
  add,
  avgPool2d,
  avgPool2dGrad,
  batchNorm,
  batchNormGradWeight,
  batchNormGradInput,
  clamp,
  concat,
  conv2d,
  conv2dGradInput,
  conv2dGradWeight,
  countNonFinite,
  div,
  dropoutMask,
  equal,
  exp,
  fill,
  greater,
  linearCombination,
  localResponseNorm,
  localResponseNormGrad,
  log,
  logSoftmax,
  matmul,
  max,
  maxPool2d,
  maxPool2dOffset,
  maxPool2dGrad,
  maxPool2dGather,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  pad,
  pick,
  pow,
  relu,
  reluGrad,
  sigmoid,
  sign,
  softmax,
  sqrt,
  squareAccumulate,
  strided,
  sub,
  sum,
  tanh,
  variance,
} satisfies Kernels<Floats>;
