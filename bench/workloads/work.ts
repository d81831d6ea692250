import { type Shape, sizeOf } from "../../src/core/shape.ts";
import type { Summary } from "../../src/models/index.ts";
import type { Pass, Work } from "../results.ts";

/** What a call computes, and the bytes that it reads and writes: 4 for every element of the tensors that it takes and
 *  gives, each once, however often an algorithm goes through them. */
export interface Traffic {
  /** Additions, multiplications, comparisons, divisions, roots, powers and exponentials: each is one. */
  readonly flop: number;
  readonly read: number;
  readonly written: number;
}

export function workOf({ flop, read, written }: Traffic): Work {
  return { flop, bytes: read + written };
}

/** Numbers of elements. */
interface Sizes {
  /** The first input, the weight and the bias, 0 where there is none. */
  readonly x: number;
  readonly w: number;
  readonly b: number;
  readonly y: number;
  /** The weight's first dimension: filters, or outputs. */
  readonly k: number;
  /** Elements of a window without weights. */
  readonly window: number;
}

type Formula = (sizes: Sizes) => { readonly flop: number; readonly reads: number; readonly writes: number };

interface Formulas {
  readonly forward: Formula;
  readonly backward: Formula;
}

/** y = filters · windows, a multiply-add for each weight that an output takes: 2·y·(w/k), which is 2·m·n·k of a matrix
 *  product and the direct count of a convolution. Backward there are two of them, for ∂x and ∂w. */
const product: Formulas = {
  forward: ({ x, w, b, y, k }) => ({ flop: (2 * y * w) / k, reads: x + w + b, writes: y }),
  backward: ({ x, w, b, y, k }) => ({ flop: (4 * y * w) / k, reads: x + w + y, writes: x + w + b }),
};

/** So many operations an element; `saved` is what backward reads besides ∂y. */
function pointwise(forward: number, backward: number, saved: (sizes: Sizes) => number = ({ x }) => x): Formulas {
  return {
    forward: ({ x, y }) => ({ flop: forward * x, reads: x, writes: y }),
    backward: (sizes) => ({ flop: backward * sizes.x, reads: sizes.y + saved(sizes), writes: sizes.x }),
  };
}

/** An operation for each element of each window, forward and backward. */
const pooling: Formulas = {
  forward: ({ x, y, window }) => ({ flop: window * y, reads: x, writes: y }),
  backward: ({ x, y, window }) => ({ flop: window * y, reads: y, writes: x }),
};

/** Mean (1), variance (3), centered and divided (2). Backward: two means (3) and a combination of three terms (5). */
const normalization = pointwise(6, 8);

const formulas: Readonly<Record<string, Formulas>> = {
  conv2d: product,
  linear: product,
  /** A comparison; backward the gradient passes or not. */
  relu: pointwise(1, 1),
  /** A multiplication with the mask, whose numbers are drawn forward and read backward. */
  dropout: pointwise(1, 1),
  /** Comparisons; backward one addition for each output, to the element that won, which the input tells. */
  maxPool2d: {
    ...pooling,
    backward: ({ x, y }) => ({ flop: y, reads: y + x, writes: x }),
  },
  avgPool2d: pooling,
  /** Squares and their sum (2 for each of the window), scaled, added to k, to a power, times x. Backward the sum of
   *  ∂y·x·s^(−β−1) over the window, and as much again for s. */
  localResponseNorm: {
    forward: ({ x, y, window }) => ({ flop: (2 * window + 4) * x, reads: x, writes: y }),
    backward: ({ x, y, window }) => ({ flop: (3 * window + 8) * x, reads: x + y, writes: x }),
  },
  batchNorm: normalization,
  layerNorm: normalization,
  groupNorm: normalization,
  /** Largest, difference, exponential, sum, quotient; backward ∂y·y, its sum, difference, product. */
  softmax: pointwise(5, 4),
  /** Largest, difference, exponential, sum; backward the softmax (2) less one where the label is (1). */
  crossEntropy: pointwise(4, 3),
};

/** @throws if there is no formula for the operator. */
export function operatorWork(
  op: string,
  pass: Pass,
  shapes: readonly Shape[],
  y: number,
  window: number | undefined,
): Traffic {
  const formula = formulas[op];
  if (formula === undefined) throw new Error(`bench/workloads/work.ts: expected a formula for ${op}; got none`);
  const [x, w = 0, b = 0] = shapes.map(sizeOf);
  const sizes = { x, w, b, y, k: shapes[1]?.[0] ?? 1, window: window ?? 1 };
  const { flop, reads, writes } = formula[pass === "backward" ? "backward" : "forward"](sizes);
  return { flop, read: 4 * reads, written: 4 * writes };
}

/** [m, k] · [k, n]. */
export function productWork(m: number, n: number, k: number): Traffic {
  return { flop: 2 * m * n * k, read: 4 * (m * k + k * n), written: 4 * m * n };
}

/** Forward: multiplications and additions of the layers with weights; the weights once, every activation written and read.
 *  A step takes three times the operations and the activations, reads the weights twice and writes their gradient, and the
 *  optimizer reads the gradient and reads and writes the weights and their momentum. */
export function networkWork({ totals, input }: Summary, pass: Pass, batch: number): Traffic {
  const { macs, parameterBytes, activationBytes } = totals;
  const images = 4 * sizeOf(input) * batch;
  const activations = activationBytes * batch;
  if (pass === "forward") {
    return { flop: 2 * macs * batch, read: parameterBytes + images + activations, written: activations };
  }
  return {
    flop: 6 * macs * batch,
    read: 5 * parameterBytes + images + 3 * activations,
    written: 3 * parameterBytes + 3 * activations,
  };
}
