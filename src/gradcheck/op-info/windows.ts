import fc from "fast-check";
import { type Axis, samePadding } from "../../core/geometry/window.ts";
import { int } from "./large.ts";

/** An input just large enough for one to three windows, and up to two elements more.
 *  @param limits.padding largest padding on a side; "below kernel" keeps it smaller than the window, as pooling needs. */
export function axisCases(limits: { dilation: number; padding: number | "below kernel" }): fc.Arbitrary<Axis> {
  return fc.integer({ min: 1, max: 3 }).chain((kernel) => {
    const side = fc.nat({ max: limits.padding === "below kernel" ? kernel - 1 : limits.padding });
    return fc
      .record({
        windows: fc.integer({ min: 1, max: 3 }),
        stride: fc.integer({ min: 1, max: 3 }),
        dilation: fc.integer({ min: 1, max: limits.dilation }),
        before: side,
        after: side,
        slack: fc.nat({ max: 2 }),
      })
      .map(({ windows, slack, ...axis }) => {
        const reach = (windows - 1) * axis.stride + axis.dilation * (kernel - 1) + 1;
        return { ...axis, kernel, size: Math.max(1, reach - axis.before - axis.after + slack) };
      });
  });
}

/** Windows over [h, w]. */
export interface Windows {
  readonly h: Axis;
  readonly w: Axis;
  /** Whether the padding is given as "same", in place of sides. Default: false. */
  readonly same?: boolean;
}

/** One case in four. */
export const same = fc.nat({ max: 3 }).map((draw) => draw === 3);

/** With the sides that "same" stands for. */
export function readSame<W extends Windows>(windows: W): W {
  const padded = (axis: Axis) => {
    const [before, after] = samePadding(axis);
    return { ...axis, before, after };
  };
  return windows.same ? { ...windows, h: padded(windows.h), w: padded(windows.w) } : windows;
}

/** The options that two axes make together. */
export function windowOptions({ h, w, same = false }: Windows) {
  const sides = { top: h.before, bottom: h.after, left: w.before, right: w.after };
  return { stride: [h.stride, w.stride] as const, padding: same ? ("same" as const) : sides };
}

/** Along an axis: a window, and an input in which it has room. */
export const largeAxis = (most: {
  kernel: number;
  stride: number;
  dilation: number;
  pad: "below kernel" | "any";
  size: number;
}) =>
  fc
    .record({
      kernel: int(1, most.kernel),
      stride: int(1, most.stride),
      dilation: int(1, most.dilation),
      before: int(0, most.kernel),
      after: int(0, most.kernel),
      size: int(1, most.size),
    })
    .map(({ before, after, size, ...window }) => {
      const limit = most.pad === "any" ? most.kernel : window.kernel - 1;
      const [start, end] = [Math.min(before, limit), Math.min(after, limit)];
      const span = window.dilation * (window.kernel - 1) + 1;
      return { ...window, before: start, after: end, size: Math.max(size, span - start - end) };
    });
