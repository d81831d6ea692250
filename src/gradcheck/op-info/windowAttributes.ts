import { type Axis, countWindows } from "../../core/geometry/window.ts";
import { type Attribute, attribute, flag, several } from "./attribute.ts";
import type { Windows } from "./windows.ts";

interface Rounded extends Windows {
  readonly ceilMode: boolean;
}

function pair(of: (axis: Axis) => number): Attribute<Windows> {
  return attribute(["1", "≥ 2", "h ≠ w"], ({ h, w }) => {
    if (of(h) !== of(w)) return "h ≠ w";
    return of(h) === 1 ? "1" : "≥ 2";
  });
}

export const stride = pair((axis) => axis.stride);
export const dilation = pair((axis) => axis.dilation);
export const kernel = pair((axis) => axis.kernel);

export const padding: Attribute<Windows> = attribute(
  ["none", "all sides equal", "asymmetric", "same"],
  ({ h, w, same }) => {
    if (same) return "same";
    const sides = new Set([h.before, h.after, w.before, w.after]);
    if (sides.size > 1) return "asymmetric";
    return sides.has(0) ? "none" : "all sides equal";
  },
);

export const batch = several<{ readonly n: number }>(({ n }) => n);
export const channels = several<{ readonly c: number }>(({ c }) => c);
export const bias = flag<{ readonly bias: boolean }>((g) => g.bias, ["without", "with"]);

const count = (axis: Axis, ceilMode: boolean) => countWindows("windows", axis, ceilMode);

export const rounding: Attribute<Rounded> = attribute(
  ["floor", "ceil", "ceil, a window hangs over"],
  ({ h, w, ceilMode }) => {
    if (!ceilMode) return "floor";
    const more = [h, w].some((axis) => count(axis, true) > count(axis, false));
    return more ? "ceil, a window hangs over" : "ceil";
  },
);

/** Windows overlap where they step by less than they span. */
export const windows: Attribute<Rounded> = attribute(["one", "several", "overlapping"], ({ h, w, ceilMode }) => {
  const many = [h, w].filter((axis) => count(axis, ceilMode) > 1);
  if (many.length === 0) return "one";
  return many.some((axis) => axis.stride <= axis.dilation * (axis.kernel - 1)) ? "overlapping" : "several";
});
