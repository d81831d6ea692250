import type { Pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { Kernels } from "../../../src/devices/kernels.ts";
import { always } from "../bug.ts";
import { masked, overwrite, result, scale, times } from "../changes.ts";

const maxOps = ["maxPool2d"];
const avgOps = ["avgPool2d"];

/** The input element that each window takes: what gathering their own indices shows. */
function winners(k: Kernels<Floats>, size: number, offset: Floats, g: Pool2dGeometry): Floats {
  const indices = Float64Array.from({ length: size }, (_, i) => i);
  return result(offset.length, (out) => k.maxPool2dGather(out, indices, offset, g));
}

/** Whether the window of output i lies within the input's right edge. */
const fitsLeft = (i: number, g: Pool2dGeometry) => (i % g.ow) * g.sw - g.left + g.kw <= g.w;

export const pooling = [
  always("maxPool2dGrad: = for += where windows overlap", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      out.fill(0);
      winners(k, out.length, offset, g).forEach((to, window) => {
        out[to] = dy[window];
      });
    },
  })),
  always("maxPool2dGrad: doubled where windows overlap", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      const ones = dy.map(() => 1);
      const taken = result(out.length, (counts) => k.maxPool2dGrad(counts, ones, offset, g));
      k.maxPool2dGrad(out, dy, offset, g);
      out.set(out.map((value, i) => (taken[i] > 1 ? 2 * value : value)));
    },
  })),
  always("maxPool2dGrad: offset decoded by the window's height", maxOps, (k) => ({
    maxPool2dGrad: (out, dy, offset, g) => k.maxPool2dGrad(out, dy, offset, { ...g, kw: g.kh }),
  })),
  always("maxPool2dGrad: last partial window dropped", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      const whole = masked(dy, (i) => fitsLeft(i, g));
      k.maxPool2dGrad(out, whole, offset, g);
    },
  })),
  always("maxPool2dOffset: the window's first element", maxOps, (k) => ({
    maxPool2dOffset: (out, x, g) => k.maxPool2dOffset(out, times(x, 0), g),
  })),
  always("maxPool2dOffset: the largest in magnitude", maxOps, (k) => ({
    maxPool2dOffset: (out, x, g) => k.maxPool2dOffset(out, x.map(Math.abs), g),
  })),
  always("maxPool2dGather: takes the maximum again, not the winner", maxOps, (k) => ({
    maxPool2dGather: (out, x, _, g) => k.maxPool2d(out, x, g),
  })),
  always("avgPool2dGrad: padding always counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, countIncludePad: true }),
  })),
  always("avgPool2dGrad: padding never counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, countIncludePad: false }),
  })),
  always("avgPool2dGrad: overhang beyond the padding counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, bottom: g.kh, right: g.kw }),
  })),
  always("avgPool2dGrad: not divided", avgOps, (k) => ({
    avgPool2dGrad(out, dy, g) {
      k.avgPool2dGrad(out, dy, { ...g, countIncludePad: true, bottom: g.kh, right: g.kw });
      scale(out, g.kh * g.kw);
    },
  })),
  always("avgPool2dGrad: = for += where windows overlap", avgOps, (k) => ({
    avgPool2dGrad(out, dy, g) {
      overwrite(out, dy.length, (part, window) => {
        const one = masked(dy, (i) => i === window);
        k.avgPool2dGrad(part, one, g);
      });
    },
  })),
  always("avgPool2dGrad: padding on the left off by one", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, left: Math.max(0, g.left - 1) }),
  })),
];
