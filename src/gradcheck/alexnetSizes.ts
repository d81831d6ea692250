import { Rng } from "../core/rng.ts";
import type { Shape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { avgPool2d } from "../ops/avgPool2d.ts";
import { batchNorm } from "../ops/batchNorm.ts";
import { conv2d } from "../ops/conv2d.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { dropout } from "../ops/dropout.ts";
import { linear } from "../ops/linear.ts";
import { localResponseNorm } from "../ops/localResponseNorm.ts";
import { maxPool2d } from "../ops/maxPool2d.ts";
import { relu } from "../ops/relu.ts";
import { softmax } from "../ops/softmax.ts";

/** An operator at a size that the AlexNet of 2012 runs it at. */
export interface SizedOp {
  /** The layer's name. */
  readonly name: string;
  readonly op: string;
  readonly shapes: readonly Shape[];
  /** The longest sum that a gradient takes: what roundings grow with. */
  readonly terms: number;
  readonly run: (...inputs: Tensor[]) => Tensor;
}

type Convolution = { x: Shape; w: Shape; stride?: number; padding?: number; groups?: number };

function convolution(name: string, { x, w, ...options }: Convolution): SizedOp {
  const run = (image: Tensor, kernel?: Tensor, bias?: Tensor) => conv2d(image, kernel!, { ...options, bias: bias! });
  const terms = Math.max(x[2] * x[3], w[0] * w[2] * w[3]);
  return { name, op: "conv2d", shapes: [x, w, [w[0]]], terms, run: (...inputs) => run(...(inputs as [Tensor])) };
}

function unary(name: string, op: string, shape: Shape, terms: number, run: (x: Tensor) => Tensor): SizedOp {
  return { name, op, shapes: [shape], terms, run: (x) => run(x!) };
}

function fullyConnected(name: string, inputs: number, outputs: number): SizedOp {
  const run = (x?: Tensor, w?: Tensor, bias?: Tensor) => linear(x!, w!, { bias: bias! });
  return { name, op: "linear", shapes: [[1, inputs], [outputs, inputs], [outputs]], terms: outputs, run };
}

/** Krizhevsky et al. 2012, with the sizes that its code ran at: 227 × 227, one image. */
export const alexnetSizes: readonly SizedOp[] = [
  convolution("conv1", { x: [1, 3, 227, 227], w: [96, 3, 11, 11], stride: 4 }),
  unary("relu1", "relu", [1, 96, 55, 55], 1, relu),
  unary("norm1", "localResponseNorm", [1, 96, 55, 55], 5, (x) => localResponseNorm(x, { k: 2 })),
  unary("pool1", "maxPool2d", [1, 96, 55, 55], 4, (x) => maxPool2d(x, { kernel: 3, stride: 2 })),
  convolution("conv2", { x: [1, 96, 27, 27], w: [256, 48, 5, 5], padding: 2, groups: 2 }),
  unary("norm2", "localResponseNorm", [1, 256, 27, 27], 5, (x) => localResponseNorm(x, { k: 2 })),
  unary("batchNorm2", "batchNorm", [2, 256, 27, 27], 1458, (x) => batchNorm(x, { training: true })),
  unary("pool2", "maxPool2d", [1, 256, 27, 27], 4, (x) => maxPool2d(x, { kernel: 3, stride: 2 })),
  unary("averagePool2", "avgPool2d", [1, 256, 27, 27], 4, (x) => avgPool2d(x, { kernel: 3, stride: 2 })),
  convolution("conv3", { x: [1, 256, 13, 13], w: [384, 256, 3, 3], padding: 1 }),
  convolution("conv4", { x: [1, 384, 13, 13], w: [384, 192, 3, 3], padding: 1, groups: 2 }),
  convolution("conv5", { x: [1, 384, 13, 13], w: [256, 192, 3, 3], padding: 1, groups: 2 }),
  fullyConnected("fc6", 9216, 4096),
  unary("dropout6", "dropout", [1, 4096], 1, (x) => dropout(x, { rng: new Rng(6) })),
  fullyConnected("fc8", 4096, 1000),
  unary("softmax", "softmax", [128, 1000], 1000, softmax),
  unary("crossEntropy", "crossEntropy", [128, 1000], 1000, (x) =>
    crossEntropy(
      x,
      Array.from({ length: 128 }, (_, i) => 7 * i),
    ),
  ),
];
