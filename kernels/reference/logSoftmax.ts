import type { AxisGeometry } from "../../src/core/geometry/axis.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEachLine } from "./softmax.ts";

/** out[j] = x[j] − ln Σ_l e^x[l], along each line of n elements; x [outer, n, inner]. */
export function logSoftmax(out: Floats, x: Floats, g: AxisGeometry): void {
  forEachLine(x, g, (start, peak, total) => {
    const logTotal = Math.log(total);
    for (let at = start, j = 0; j < g.n; j++, at += g.inner) out[at] = x[at] - peak - logTotal;
  });
}
