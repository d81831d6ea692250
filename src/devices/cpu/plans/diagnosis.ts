import type { Plans } from "../plan.ts";

/** Elements counted by themselves before the counts are added. */
const PART = 16384;

export const diagnosisPlans = {
  countNonFinite(temporary, out, x) {
    const parts = Math.ceil(x.size / PART);
    const counts = temporary(4 * parts);
    return [
      { entry: "countNonFinite", pointers: [counts, x.address], words: [x.size, PART], units: parts, cost: 0.2 * PART },
      { entry: "totalCount", pointers: [out.address, counts], words: [parts], units: 1, cost: parts },
    ];
  },
} satisfies Partial<Plans>;
