import type { AxisGeometry } from "../../src/core/geometry/axis.ts";
import type { ReduceGeometry, VarianceGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "../common/walk.ts";
import { forEachLine } from "./lines.ts";

/** out[i] = Σ x over the elements of output i. */
export function sum(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += x[start + offset];
    });
    out[i] = total;
  });
}

/** out[i] = Σ x / count over the elements of output i. */
export function mean(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += x[start + offset];
    });
    out[i] = total / g.count;
  });
}

/** out[i] = Σ (x − mean[i])² / divisor over the elements of output i. */
export function variance(out: Floats, x: Floats, mean: Floats, g: VarianceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += (x[start + offset] - mean[i]) ** 2;
    });
    out[i] = total / g.divisor;
  });
}

/** out[i] = max x over the elements of output i; NaN wins. */
export function max(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let best = Number.NEGATIVE_INFINITY;
    forEach(g.reduced, (_, offset) => {
      best = Math.max(best, x[start + offset]);
    });
    out[i] = best;
  });
}

/** out[i] = min x over the elements of output i; NaN wins. */
export function min(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let best = Number.POSITIVE_INFINITY;
    forEach(g.reduced, (_, offset) => {
      best = Math.min(best, x[start + offset]);
    });
    out[i] = best;
  });
}

/** out[o, i] = the first j whose x[o, j, i] is the largest, or NaN; x [outer, n, inner]. */
export function argmax(out: Floats, x: Floats, { outer, n, inner }: AxisGeometry): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = 0;
      let largest = x[o * n * inner + i];
      for (let j = 1; j < n; j++) {
        const value = x[(o * n + j) * inner + i];
        if (!(value > largest || (Number.isNaN(value) && !Number.isNaN(largest)))) continue;
        largest = value;
        best = j;
      }
      out[o * inner + i] = best;
    }
  }
}

/** out[j] = e^x[j] / Σ_l e^x[l], along each line of n elements; x [outer, n, inner]. */
export function softmax(out: Floats, x: Floats, g: AxisGeometry): void {
  forEachLine(x, g, (start, peak, total) => {
    for (let at = start, j = 0; j < g.n; j++, at += g.inner) out[at] = Math.exp(x[at] - peak) / total;
  });
}

/** out[j] = x[j] − ln Σ_l e^x[l], along each line of n elements; x [outer, n, inner]. */
export function logSoftmax(out: Floats, x: Floats, g: AxisGeometry): void {
  forEachLine(x, g, (start, peak, total) => {
    const logTotal = Math.log(total);
    for (let at = start, j = 0; j < g.n; j++, at += g.inner) out[at] = x[at] - peak - logTotal;
  });
}
