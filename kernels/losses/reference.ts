import { ShapeError } from "../../src/core/errors.ts";
import type { LabelGeometry } from "../../src/core/geometry/labels.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[row] = x[row, labels[row]]; x [rows, classes]. */
export function pick(out: Floats, x: Floats, labels: Floats, { classes }: LabelGeometry): void {
  for (let row = 0; row < out.length; row++) out[row] = x[row * classes + checkLabel(labels, row, classes)];
}

/** out[row, j] = 1 where j = labels[row], else 0; out [rows, classes]. */
export function oneHot(out: Floats, labels: Floats, { classes }: LabelGeometry): void {
  out.fill(0);
  for (let row = 0; row < labels.length; row++) out[row * classes + checkLabel(labels, row, classes)] = 1;
}

function checkLabel(labels: Floats, row: number, classes: number): number {
  const label = labels[row];
  if (Number.isInteger(label) && label >= 0 && label < classes) return label;
  throw new ShapeError(`expected labels from 0 to ${classes - 1}; got ${label} at index ${row}`);
}
