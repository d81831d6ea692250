import type { Plans } from "../plan.ts";

export const labelPlans = {
  pick: (_, out, x, labels, { classes }) => ({
    entry: "pick",
    pointers: [out.address, x.address, labels.address],
    words: [classes],
    units: out.size,
    cost: 3,
    align: 16,
    checks: { pointer: labels.address, expected: `labels from 0 to ${classes - 1}` },
  }),
  oneHot: (_, out, labels, { classes }) => ({
    entry: "oneHot",
    pointers: [out.address, labels.address],
    words: [classes],
    units: labels.size,
    cost: 3 + 0.2 * classes,
    align: 16,
    checks: { pointer: labels.address, expected: `labels from 0 to ${classes - 1}` },
  }),
} satisfies Partial<Plans>;
