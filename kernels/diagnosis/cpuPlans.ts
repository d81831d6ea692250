import * as entries from "../../src/devices/cpu/entries.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";

/** Elements counted by themselves before the counts are added. */
const part = 16384;

export const diagnosisPlans = {
  countNonFinite(temporary, out, x) {
    const parts = Math.ceil(x.size / part);
    const counts = temporary(4 * parts);
    return [
      entries.countNonFinite({ counts, x, g: { n: x.size, part } }, { units: parts, cost: 0.2 * part }),
      entries.totalCount({ out, counts, g: { parts } }, { units: 1, cost: parts }),
    ];
  },
} satisfies Partial<Plans>;
