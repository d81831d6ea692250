import type { Plans } from "../../src/devices/gpu/plan.ts";
import { fold } from "../reductions/fold.gpuPlans.ts";

export const diagnosisPlans = {
  countNonFinite: (gpu, _, x) =>
    fold(
      gpu,
      [{ outer: 1, n: x.size, inner: 1 }],
      (threads, part) => gpu.run("countNonFinite", threads, part, x),
      "sum",
    ),
} satisfies Partial<Plans>;
