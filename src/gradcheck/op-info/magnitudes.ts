import { forEachLine } from "../../../kernels/reductions/lines.ts";
import type { AxisGeometry } from "../../core/geometry/axis.ts";
import type { BatchNormGeometry } from "../../core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../core/geometry/localResponseNorm.ts";
import { reference, type Values } from "./kernelInfo.ts";

export function abs(values: Values): Values {
  return values.map(Math.abs);
}

export function negative(values: Values): Values {
  return values.map((value) => -Math.abs(value));
}

/** For each element s = x − max x, and of its line the mean of |s| weighted by e^s: how roundings of s reach Σ e^s. */
export function lines(x: Values, g: AxisGeometry): { shift: Values; meanShift: Values } {
  const shift = new Float64Array(x.length);
  const meanShift = new Float64Array(x.length);
  forEachLine(x, g, (start, peak, total) => {
    const indices = Array.from({ length: g.n }, (_, j) => start + j * g.inner);
    let sum = 0;
    for (const i of indices) {
      shift[i] = x[i] - peak;
      const share = Math.exp(shift[i]) / total;
      if (share > 0) sum += share * -shift[i];
    }
    for (const i of indices) meanShift[i] = sum;
  });
  return { shift, meanShift };
}

export function windowSize({ acrossChannels, size }: LocalResponseNormGeometry): number {
  return acrossChannels ? size : size * size;
}

/** |x − mean|, and a mean for it. */
export function center(x: Values, mean: Values, g: BatchNormGeometry) {
  const deviations = new Float64Array(x.length);
  const [zero, one] = [new Float64Array(g.c), new Float64Array(g.c).fill(1)];
  reference.batchNorm(deviations, x, mean, one, null, null, { ...g, eps: 0 });
  return { deviations: abs(deviations), zero };
}
