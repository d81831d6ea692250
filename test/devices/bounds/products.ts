import { referenceKernels as reference } from "../../../kernels/reference.ts";
import { abs } from "../magnitudes.ts";
import type { Bounds } from "./bound.ts";
import * as cpu from "./cpu.ts";
import * as gpu from "./gpu.ts";

export const products: Bounds<"matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight"> = {
  matmul: {
    cpu: (y, a, b, bias, g) =>
      cpu.summed(g.k + 1, y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
    gpu: (y, a, b, bias, g) =>
      gpu.summed(g.k + 1, 1, [a, b, bias], y, (terms) => reference.matmul(terms, abs(a), abs(b), bias && abs(bias), g)),
  },
  conv2d: {
    cpu: (y, x, w, bias, g) =>
      cpu.summed((g.c / g.groups) * g.kh * g.kw + 1, y, (terms) =>
        reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
      ),
    gpu: (y, x, w, bias, g) =>
      gpu.summed((g.c / g.groups) * g.kh * g.kw + 1, 1, [x, w, bias], y, (terms) =>
        reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
      ),
  },
  conv2dGradInput: {
    cpu: (dx, dy, w, g) =>
      cpu.summed((g.k / g.groups) * g.kh * g.kw, dx, (terms) => reference.conv2dGradInput(terms, abs(dy), abs(w), g)),
    gpu: (dx, dy, w, g) =>
      gpu.summed((g.k / g.groups) * g.kh * g.kw, 1, [dy, w], dx, (terms) =>
        reference.conv2dGradInput(terms, abs(dy), abs(w), g),
      ),
  },
  conv2dGradWeight: {
    cpu: (dw, dy, x, g) =>
      cpu.summed(g.n * g.oh * g.ow, dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),
    gpu: (dw, dy, x, g) =>
      gpu.summed(g.n * g.oh * g.ow, 1, [dy, x], dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),
  },
};
