import { repeat } from "../layout/layout.wasm";
import { bytes } from "../common/bytes.wasm";

@unmanaged
class LabelRecord {
  classes: i32;
}

/** out[row] = x[row, labels[row]]; x [rows, classes]. Returns 0, or 1 + the first row whose label is not a class. */
export function pick(out: usize, x: usize, labels: usize, g: LabelRecord, begin: i32, end: i32): i32 {
  for (let row = begin; row < end; row++) {
    const label = load<f32>(labels + bytes(row));
    if (!isClass(label, g.classes)) return row + 1;
    store<f32>(out + bytes(row), load<f32>(x + bytes(row * g.classes + <i32>label)));
  }
  return 0;
}

/** out[row, j] = 1 where j = labels[row], else 0; out [rows, classes]. Returns what `pick` does. */
export function oneHot(out: usize, labels: usize, g: LabelRecord, begin: i32, end: i32): i32 {
  repeat(out + bytes(begin * g.classes), 0, (end - begin) * g.classes);
  for (let row = begin; row < end; row++) {
    const label = load<f32>(labels + bytes(row));
    if (!isClass(label, g.classes)) return row + 1;
    store<f32>(out + bytes(row * g.classes + <i32>label), 1);
  }
  return 0;
}

/** Whether a label is a whole number from 0 to classes − 1. In double, which holds both exactly.
 *  @inline */
function isClass(label: f32, classes: i32): bool {
  return label >= 0 && <f64>label < <f64>classes && label == floor<f32>(label);
}
