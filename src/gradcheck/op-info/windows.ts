import fc from "fast-check";
import type { Axis } from "../../core/geometry/window.ts";

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

/** The options that two axes make together. */
export function windowOptions(h: Axis, w: Axis) {
  return {
    stride: [h.stride, w.stride] as const,
    padding: { top: h.before, bottom: h.after, left: w.before, right: w.after },
  };
}
