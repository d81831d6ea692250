import { bytes } from "../common/bytes.wasm";
import { StagedRecord } from "./stagedRecord.wasm";

/** Staging: the part of an image that a unit reads, copied with its border of zeros and sorted by phase, so that
 *  windows next to one another read floats next to one another whatever the stride:
 *
 *    staged[plane][r][s][q][t] = x[plane, (firstRow + q)·phasesH + r − zerosTop, t·phasesW + s − zerosLeft], 0 outside
 *
 *  @param x the first of `planes` planes of the image.
 *  @param firstRow the first row of windows that are wanted. */
export function stage(staged: usize, x: usize, planes: i32, firstRow: i32, g: StagedRecord): void {
  const rows = g.imageRows;
  const stride = g.phasesW;
  const columns = g.stagedColumns;
  const top = g.zerosTop - firstRow * g.phasesH;
  for (let plane = 0; plane < planes; plane++) {
    for (let r = 0; r < g.phasesH; r++) {
      for (let s = 0; s < stride; s++) {
        const left = g.zerosLeft - s;
        // t runs over [first, end) inside the image.
        const first = max(0, min(columns, (left + stride - 1) / stride));
        const end = max(first, min(columns, (g.imageColumns - 1 + left + stride) / stride));
        for (let q = 0; q < g.stagedRows; q++) {
          const row = q * g.phasesH + r - top;
          if (row < 0 || row >= rows) {
            clear(staged, 0, columns);
          } else {
            const from = x + bytes(row * g.imageColumns + first * stride - left);
            clear(staged, 0, first);
            copyRow(staged + bytes(first), from, end - first, stride);
            clear(staged, end, columns);
          }
          staged += bytes(columns);
        }
      }
    }
    x += bytes(rows * g.imageColumns);
  }
}

/** @inline */
function clear(row: usize, begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) store<f32>(row + bytes(i), 0);
}

/** @inline */
function copyRow(to: usize, from: usize, count: i32, stride: i32): void {
  let i = 0;
  if (stride == 1) {
    for (; i + 4 <= count; i += 4) v128.store(to + bytes(i), v128.load(from + bytes(i)));
  }
  const step = bytes(stride);
  from += i * step;
  for (; i < count; i++) {
    store<f32>(to + bytes(i), load<f32>(from));
    from += step;
  }
}
