import { countWindows, samePadding } from "../../../src/core/geometry/window.ts";
import type { Axis } from "./state.ts";

/** How a library lays windows along an axis: how much padding stands before and after, and how many there are. */
export interface Convention {
  readonly name:
    | "torch"
    | "torchCeil"
    | "tfValid"
    | "tfSame"
    | "caffeConv"
    | "caffePool"
    | "onnx"
    | "onnxLower"
    | "convnet";
  readonly before: number;
  readonly after: number;
  /** 0: the window is too large. */
  readonly count: number;
}

/** The same axis in five libraries. Those with rules of their own for the padding leave out the one that is set. */
export function conventions(axis: Axis): Convention[] {
  const { size, stride, span, before, after } = axis;
  const fits = (room: number, count: () => number) => (room < 0 ? 0 : count());
  const room = size + before + after - span;
  const floor = fits(room, () => countWindows("sizes", axis, false));
  const ceil = fits(room, () => countWindows("sizes", axis, true));
  const kept = fits(room, () => Math.ceil(room / stride) + 1);
  const given = { before, after };
  const [less, more] = samePadding(axis);
  const same = Math.ceil(size / stride);
  return [
    { name: "torch", ...given, count: floor },
    { name: "torchCeil", ...given, count: ceil },
    { name: "tfValid", before: 0, after: 0, count: fits(size - span, () => Math.ceil((size - span + 1) / stride)) },
    { name: "tfSame", before: less, after: more, count: same },
    { name: "caffeConv", ...given, count: floor },
    { name: "caffePool", ...given, count: before + after > 0 ? ceil : kept },
    { name: "onnx", ...given, count: floor },
    { name: "onnxLower", before: more, after: less, count: same },
    {
      name: "convnet",
      before,
      after: before,
      count: fits(size + 2 * before - span, () => 1 + Math.ceil((2 * before + size - span) / stride)),
    },
  ];
}
