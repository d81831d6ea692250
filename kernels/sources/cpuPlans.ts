import * as entries from "../../src/devices/cpu/entries.ts";
import type { Pass } from "../../src/devices/cpu/pass.ts";
import type { Buffer, Plans } from "../../src/devices/cpu/plan.ts";
import { each } from "../common/each.cpuPlans.ts";

export const sourcePlans = {
  fill: (_, out, { value }) => fill(out, value),
  dropoutMask(_, out, { key: [key0, key1], p, scale }) {
    // A 32-bit word is dropped where it is below p · 2³², so up to and including the whole number before that.
    const lastDropped = Math.ceil(p * 2 ** 32) - 1;
    if (lastDropped < 0) return fill(out, scale);
    return entries.dropoutMask({ out, scratch: 64, g: { key0, key1, lastDropped, scale } }, each(out, 3));
  },
} satisfies Partial<Plans>;

export function fill(out: Buffer, value: number): Pass {
  return entries.fill({ out, g: { value } }, each(out, 0.2));
}
