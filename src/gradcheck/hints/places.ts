import { stridesOf } from "../../core/shape.ts";
import { border } from "./border.ts";
import { type Evidence, near } from "./evidence.ts";
import type { Hint } from "./hint.ts";
import { isMostlyWrong, isOnly } from "./place.ts";
import { formatRatio, sharedRatio } from "./ratio.ts";

/** Wrong only for elements that several outputs depend on. */
export function overlap(evidence: Evidence): Hint | null {
  const { size, numeric, tolerance } = evidence;
  const outputs = new Uint32Array(size);
  for (const [at, n] of numeric.entries()) outputs[at % size] += Number(!near(n, 0, tolerance));
  if (!isOnly(evidence, (element) => outputs[element] > 1)) return null;
  const ratio = sharedRatio(evidence);
  const share = ratio === null ? "" : ` (ratio ${formatRatio(ratio)})`;
  const text = `wrong only where several outputs depend on the element, as where windows overlap${share}: contributions are lost or miscounted`;
  return { kind: "overlap", text };
}

/** Wrong only for one sign of the input. */
export function branch(evidence: Evidence): Hint | null {
  const { values } = evidence;
  const sides = { negative: (i: number) => values[i] < 0, positive: (i: number) => values[i] > 0 };
  for (const [name, place] of Object.entries(sides)) {
    if (isOnly(evidence, place)) {
      return { kind: "branch", text: `wrong only where the input is ${name}: the slope of that branch is forgotten` };
    }
  }
  return null;
}

/** Wrong only in the first or last image, channel or group, or at the border of the planes. */
export function sliceOrBorder(evidence: Evidence): Hint | null {
  const { shape } = evidence;
  // The axes of a plane have borders instead.
  const axes = shape.length > 2 ? [0, 1].slice(0, shape.length - 2) : shape.length === 2 ? [0, 1] : [];
  for (const axis of axes) {
    const hint = slice(evidence, axis);
    if (hint !== null) return hint;
  }
  return border(evidence);
}

function slice(evidence: Evidence, axis: number): Hint | null {
  const { shape, elements } = evidence;
  const dim = shape[axis];
  const stride = stridesOf(shape)[axis];
  const indexOf = (element: number) => Math.floor(element / stride) % dim;
  const wrong = [...new Set(elements.flatMap((state, element) => (state === "wrong" ? [indexOf(element)] : [])))];
  const [first, last] = [Math.min(...wrong), Math.max(...wrong)];
  const count = last - first + 1;
  // Groups are equal parts of an axis.
  if ((first !== 0 && last !== dim - 1) || wrong.length !== count || dim % count !== 0) return null;
  if (!isOnly(evidence, (element) => indexOf(element) >= first && indexOf(element) <= last)) return null;
  if (!wrong.every((index) => isMostlyWrong(evidence, (element) => indexOf(element) === index))) return null;
  const end = first === 0 ? "first" : "last";
  const unit = shape.length === 4 ? [" image", " channel"][axis] : "";
  const where =
    count === 1
      ? `at index ${first} of axis ${axis}, the ${end}${unit}`
      : `at indices ${first} to ${last} of axis ${axis}, the ${end} group`;
  return { kind: "slice", text: `wrong only ${where}: a loop or an offset along axis ${axis} is off there` };
}
