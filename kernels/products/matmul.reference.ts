import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "../common/walk.ts";

/** out[z, i, j] = bias[j] + Σ_l a[z, i, l] · b[z, l, j], for each z of the batch; a [m, k] or [k, m],
 *  b [k, n] or [n, k], out [m, n]. */
export function matmul(out: Floats, a: Floats, b: Floats, bias: Floats | null, g: MatmulGeometry): void {
  const { m, k, n } = g;
  const [aRow, aCol] = g.transposeA ? [1, m] : [k, 1];
  const [bRow, bCol] = g.transposeB ? [1, k] : [n, 1];
  forEach(g.batch, (batch, aMatrix, bMatrix) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = bias === null ? 0 : bias[j];
        let at = aMatrix * m * k + i * aRow;
        let bt = bMatrix * k * n + j * bCol;
        for (let l = 0; l < k; l++) {
          total += a[at] * b[bt];
          at += aCol;
          bt += bRow;
        }
        out[(batch * m + i) * n + j] = total;
      }
    }
  });
}
