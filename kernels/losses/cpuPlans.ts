import * as entries from "../../src/devices/cpu/entries.ts";
import type { Buffer, Plans } from "../../src/devices/cpu/plan.ts";
import { each } from "../common/each.cpuPlans.ts";

export const lossPlans = {
  pick: (_, out, x, labels, g) =>
    entries.pick({ out, x, labels, g }, { ...each(out, 3), checks: areClasses(labels, g.classes) }),
  oneHot: (_, out, labels, g) =>
    entries.oneHot({ out, labels, g }, { ...each(labels, 3 + 0.2 * g.classes), checks: areClasses(labels, g.classes) }),
} satisfies Partial<Plans>;

function areClasses(input: Buffer, classes: number) {
  return { input, expected: `labels from 0 to ${classes - 1}` };
}
