import { referenceKernels as reference } from "../../../kernels/reference.ts";
import { quotient } from "../../../src/gradcheck/op-info/roundings.ts";
import { abs } from "../magnitudes.ts";
import type { Bounds } from "./bound.ts";
import * as cpu from "./cpu.ts";
import * as gpu from "./gpu.ts";

export const pooling: Bounds<
  "maxPool2d" | "maxPool2dOffset" | "maxPool2dGrad" | "maxPool2dGather" | "avgPool2d" | "avgPool2dGrad"
> = {
  maxPool2d: {
    // Of two zeros either is the largest.
    cpu: () => () => 0,
    gpu: "bits",
  },
  maxPool2dOffset: {
    cpu: "bits",
    gpu: "bits",
  },
  maxPool2dGrad: {
    cpu: (dx, dy, offset, g) =>
      cpu.summed(Math.ceil(g.kh / g.sh) * Math.ceil(g.kw / g.sw), dx, (terms) =>
        reference.maxPool2dGrad(terms, abs(dy), offset, g),
      ),
    gpu: (dx, dy, offset, g) =>
      gpu.summed(windowsOver(g), 0, [dy], dx, (terms) => reference.maxPool2dGrad(terms, abs(dy), offset, g)),
  },
  maxPool2dGather: {
    cpu: "bits",
    gpu: "bits",
  },
  avgPool2d: {
    cpu: (y, x, g) => cpu.inDouble(g.kh * g.kw, y, (terms) => reference.avgPool2d(terms, abs(x), g)),
    gpu: (y, x, g) => gpu.summed(g.kh * g.kw, quotient + 1, [x], y, (terms) => reference.avgPool2d(terms, abs(x), g)),
  },
  avgPool2dGrad: {
    cpu: (dx, dy, g) => cpu.inDouble(g.kh * g.kw, dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),
    gpu: (dx, dy, g) =>
      gpu.summed(windowsOver(g), quotient + 1, [dy], dx, (terms) => reference.avgPool2dGrad(terms, abs(dy), g)),
  },
};

/** How many windows an element may lie in. */
function windowsOver({ kh, kw, sh, sw }: { kh: number; kw: number; sh: number; sw: number }): number {
  return Math.ceil(kh / sh) * Math.ceil(kw / sw);
}
