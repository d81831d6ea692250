import fc from "fast-check";
import type { Axis } from "../../core/geometry/window.ts";
import { conv2d } from "../../ops/index.ts";
import { biased, int } from "./large.ts";
import { type OpInfo, opInfo } from "./op-info.ts";
import { largeAxis, windowOptions } from "./windows.ts";

interface Convolution {
  readonly n: number;
  readonly groups: number;
  /** In one group. */
  readonly channels: number;
  readonly filters: number;
  readonly h: Axis;
  readonly w: Axis;
  readonly ceilMode: boolean;
  readonly withBias: boolean;
}

/** Multiply-adds, about. */
function work({ n, groups, channels, filters, h, w }: Convolution): number {
  const windows = ({ size, before, after, stride }: Axis) => (size + before + after) / stride;
  return n * groups * channels * filters * h.kernel * w.kernel * windows(h) * windows(w);
}

/** With fewer filters where it would take long. */
function large(name: string, geometries: fc.Arbitrary<Convolution>): OpInfo {
  const affordable = geometries.map((g) => {
    return { ...g, filters: Math.max(1, Math.floor(g.filters * Math.min(1, 700_000 / work(g)))) };
  });
  return opInfo(name, affordable, ({ n, groups, channels, filters, h, w, ceilMode, withBias }) => {
    const options = { groups, ceilMode, dilation: [h.dilation, w.dilation] as const, ...windowOptions({ h, w }) };
    const shapes = [
      [n, groups * channels, h.size, w.size],
      [groups * filters, channels, h.kernel, w.kernel],
      ...(withBias ? [[groups * filters]] : []),
    ];
    return {
      inputs: shapes.map((shape) => ({ shape, domain: biased })),
      run: (x, kernel, bias) => conv2d(x!, kernel!, { ...options, bias: bias ?? null }),
      options,
    };
  });
}

const wideAxis = largeAxis({ kernel: 7, stride: 4, dilation: 3, pad: "any", size: 40 });
const small = largeAxis({ kernel: 5, stride: 3, dilation: 2, pad: "any", size: 12 });
const dense = largeAxis({ kernel: 3, stride: 1, dilation: 1, pad: "any", size: 24 });
const batch = { n: int(1, 3), ceilMode: fc.boolean(), withBias: fc.boolean() };

/** Convolutions of many blocks, deep, wide and depthwise. */
export const largeConvolutions: readonly OpInfo[] = [
  large(
    "conv2d",
    fc.record({
      ...batch,
      groups: fc.constantFrom(1, 1, 2, 3),
      channels: int(1, 13),
      filters: int(1, 13),
      h: wideAxis,
      w: wideAxis,
    }),
  ),
  large(
    "conv2d of many channels",
    fc.record({
      ...batch,
      groups: fc.constant(1),
      channels: int(1, 40),
      filters: int(1, 40),
      h: small,
      w: small,
    }),
  ),
  large(
    "conv2d of several blocks",
    fc.record({
      ...batch,
      n: fc.constant(1),
      groups: fc.constant(1),
      channels: int(29, 40),
      filters: int(1, 40),
      h: dense.map((h) => ({ ...h, kernel: 3, size: 17 + (h.size % 8) })),
      w: dense.map((w) => ({ ...w, kernel: 3, size: 17 + (w.size % 8) })),
    }),
  ),
  large(
    "depthwise conv2d",
    fc.record({
      ...batch,
      groups: int(1, 12),
      channels: fc.constant(1),
      filters: int(1, 4),
      h: wideAxis,
      w: wideAxis,
    }),
  ),
];
