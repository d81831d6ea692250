import type { ConcatGeometry } from "../../src/core/geometry/concat.ts";
import type { PadGeometry, StridedGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "../common/walk.ts";

/** out[i] = x[offset + Σ i_d · stride_d]. */
export function strided(out: Floats, x: Floats, g: StridedGeometry): void {
  forEach(g.walk, (i, offset) => {
    out[i] = x[g.offset + offset];
  });
}

/** out[offset + Σ i_d · stride_d] = x[i], `value` elsewhere. */
export function pad(out: Floats, x: Floats, g: PadGeometry): void {
  out.fill(g.value);
  forEach(g.walk, (i, offset) => {
    out[g.offset + offset] = x[i];
  });
}

/** out[row] = a[row] followed by b[row]; a [rows, aRow], b [rows, bRow], out [rows, aRow + bRow]. */
export function concat(out: Floats, a: Floats, b: Floats, { rows, aRow, bRow }: ConcatGeometry): void {
  for (let row = 0; row < rows; row++) {
    out.set(a.subarray(row * aRow, (row + 1) * aRow), row * (aRow + bRow));
    out.set(b.subarray(row * bRow, (row + 1) * bRow), row * (aRow + bRow) + aRow);
  }
}
