import { forEach } from "../../../kernels/shared/walk.ts";
import { apply, at, type Rules } from "./rule.ts";

export const reductions: Rules<"sum" | "mean" | "variance" | "max" | "softmax" | "logSoftmax"> = {
  sum: (out, [, g], [dx]) => dx && apply("sum", out.length, dx, g),
  mean: (out, [, g], [dx]) => dx && apply("mean", out.length, dx, g),
  variance(out, [x, mean, g], [dx, dMean]) {
    if (dx === null && dMean === null) return null;
    const dy = new Float64Array(out.length);
    forEach(g.kept, (i, start) => {
      forEach(g.reduced, (_, offset) => {
        const j = start + offset;
        dy[i] += (2 * (x[j] - mean[i]) * (at(dx, j) - at(dMean, i))) / g.divisor;
      });
    });
    return dy;
  },
  max(out, [x, g], [dx]) {
    if (dx === null) return null;
    const dy = new Float64Array(out.length);
    forEach(g.kept, (i, start) => {
      let [sum, ties] = [0, 0];
      forEach(g.reduced, (_, offset) => {
        if (x[start + offset] !== out[i]) return;
        sum += dx[start + offset];
        ties++;
      });
      dy[i] = sum / ties;
    });
    return dy;
  },
  // ∂y_i = y_i (∂x_i − Σ y ∂x)
  softmax: (out, [, g], [dx]) => dx && alongLines(out, g, dx).map((t, i) => out[i] * t),
  // ∂ log y_i = ∂x_i − Σ y ∂x
  logSoftmax: (out, [, g], [dx]) => dx && alongLines(out.map(Math.exp), g, dx),
};

/** ∂x_i − Σ y ∂x, the sum over the line of i. */
function alongLines(
  y: ArrayLike<number>,
  { outer, n, inner }: { outer: number; n: number; inner: number },
  dx: Float64Array,
): Float64Array {
  const centred = dx.slice();
  for (let line = 0; line < outer * inner; line++) {
    const start = Math.floor(line / inner) * n * inner + (line % inner);
    let mean = 0;
    for (let j = 0; j < n; j++) mean += y[start + j * inner] * dx[start + j * inner];
    for (let j = 0; j < n; j++) centred[start + j * inner] -= mean;
  }
  return centred;
}
