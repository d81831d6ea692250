import { type Plans, view } from "../../src/devices/gpu/plan.ts";

/** What a kernel cannot write: its language has no NaN. */
const invalid = Number.NaN;

export const lossPlans = {
  pick: (gpu, rows, x, labels, { classes }) =>
    gpu.run("pick", rows, {}, view(x, classes, 1, rows), labels, classes, invalid),
  oneHot: (gpu, size, labels, { classes }) => gpu.run("oneHot", size, { classes }, labels, invalid),
} satisfies Partial<Plans>;
