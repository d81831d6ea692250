import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { stagedGradient, stagedInput } from "../../src/core/geometry/staging.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";
import { convRecord, scratchLayout } from "./record.cpuPlans.ts";

/** Each filter reads a single channel, and few filters share one: too thin for a product. */
export function isDepthwise(g: Conv2dGeometry): boolean {
  return g.groups === g.c && g.k < 4 * g.c;
}

/** Nanoseconds of a multiply-add and of an element that is staged, roughly. */
const multiplyAdd = 0.15;
const stageElement = 0.5;

export const depthwisePlans = {
  conv2d(_temporary, out, x, w, bias, g) {
    const { record, scratch, floats } = windows(g);
    const cost = g.oh * g.ow * g.kh * g.kw * multiplyAdd + floats * stageElement;
    return entries.depthwiseConv2d({ out, x, w, bias, scratch, g: record }, { units: g.n * g.k, cost });
  },

  conv2dGradInput(_temporary, out, dy, w, g) {
    const staging = stagedGradient(g);
    const floats = (g.k / g.groups) * staging.stagedRows * staging.stagedColumns;
    return entries.depthwiseConv2dGradInput(
      { out, dy, w, scratch: (floats + 16) * 4, g: convRecord(g, staging, {}) },
      {
        units: g.n * g.c,
        cost: (g.k / g.groups) * g.oh * g.ow * g.kh * g.kw * 2 * multiplyAdd + floats * stageElement,
      },
    );
  },

  conv2dGradWeight(_temporary, out, dy, x, g) {
    const { record, scratch, floats } = windows(g);
    const cost = g.n * (g.oh * g.ow * g.kh * g.kw * multiplyAdd + floats * stageElement);
    return entries.depthwiseConv2dGradWeight({ out, dy, x, scratch, g: record }, { units: g.k, cost });
  },
} satisfies Partial<Plans>;

/** Scratch for the taps' offsets, a staged plane, and a double for each tap. */
function windows(g: Conv2dGeometry) {
  const taps = g.kh * g.kw;
  const staging = stagedInput(g);
  const floats = g.sh * g.sw * staging.stagedRows * staging.stagedColumns;
  const { at, bytes } = scratchLayout([taps, floats + 16, 2 * taps]);
  return { record: convRecord(g, staging, { stagedAt: at[1], packedAt: at[2] }), scratch: bytes, floats };
}
