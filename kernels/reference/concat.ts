import type { ConcatGeometry } from "../../src/core/geometry/concat.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[row] = a[row] followed by b[row]; a [rows, aRow], b [rows, bRow], out [rows, aRow + bRow]. */
export function concat(out: Floats, a: Floats, b: Floats, { rows, aRow, bRow }: ConcatGeometry): void {
  for (let row = 0; row < rows; row++) {
    out.set(a.subarray(row * aRow, (row + 1) * aRow), row * (aRow + bRow));
    out.set(b.subarray(row * bRow, (row + 1) * bRow), row * (aRow + bRow) + aRow);
  }
}
