import fc from "fast-check";
import { adaptiveAvgPool2d } from "../../ops/adaptiveAvgPool2d.ts";
import { avgPool2d } from "../../ops/avgPool2d.ts";
import { maxPool2d } from "../../ops/maxPool2d.ts";
import { attribute, flag } from "./attribute.ts";
import { between, type OpInfo, opInfo, spaced } from "./op-info.ts";
import * as attributes from "./windowAttributes.ts";
import { axisCases, windowOptions } from "./windows.ts";

const few = fc.integer({ min: 1, max: 2 });
const poolAxis = axisCases({ dilation: 1, padding: "below kernel" });
const pools = fc.record({
  n: few,
  c: few,
  h: poolAxis,
  w: poolAxis,
  ceilMode: fc.boolean(),
  countIncludePad: fc.boolean(),
});

const { batch, channels, kernel, stride, padding, rounding, windows } = attributes;
const shared = { batch, channels, kernel, stride, padding, rounding, windows };

export const pooling: readonly OpInfo[] = [
  opInfo(
    "maxPool2d",
    pools,
    ({ n, c, h, w, ceilMode }) => {
      const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, ...windowOptions(h, w) };
      const inputs = [{ shape: [n, c, h.size, w.size], domain: spaced() }];
      return { inputs, run: (x) => maxPool2d(x!, options), options };
    },
    shared,
  ),
  opInfo(
    "avgPool2d",
    pools,
    ({ n, c, h, w, ceilMode, countIncludePad }) => {
      const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, countIncludePad, ...windowOptions(h, w) };
      const inputs = [{ shape: [n, c, h.size, w.size], domain: between() }];
      return { inputs, run: (x) => avgPool2d(x!, options), options };
    },
    { ...shared, countIncludePad: flag(({ countIncludePad }) => countIncludePad) },
  ),
  opInfo(
    "adaptiveAvgPool2d",
    fc.record({
      n: few,
      c: few,
      h: fc.integer({ min: 1, max: 6 }),
      w: fc.integer({ min: 1, max: 6 }),
      oh: few,
      ow: few,
    }),
    ({ n, c, h, w, oh, ow }) => {
      const options = { outputSize: [oh, ow] as const };
      return {
        inputs: [{ shape: [n, c, h, w], domain: between() }],
        run: (x) => adaptiveAvgPool2d(x!, options),
        options,
      };
    },
    {
      batch,
      channels,
      windows: attribute(["all equal", "unequal", "larger than the input"], ({ h, w, oh, ow }) => {
        if (oh > h || ow > w) return "larger than the input";
        return h % oh === 0 && w % ow === 0 ? "all equal" : "unequal";
      }),
    },
  ),
];
