import { makeWalk } from "../../src/core/geometry/strided.ts";
import { stridesOf } from "../../src/core/shape.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { PadGeometry } from "../../src/devices/kernels.ts";
import { forEach } from "./walk.ts";

export function pad(out: Floats, x: Floats, g: PadGeometry): void {
  const strides = stridesOf(g.shape);
  const start = g.low.reduce((sum, low, d) => sum + low * strides[d]!, 0);
  const steps = strides.map((stride, d) => stride * (g.interior[d]! + 1));
  out.fill(g.value);
  forEach(makeWalk(g.xShape, [steps]), (i, offset) => {
    out[start + offset] = x[i]!;
  });
}
