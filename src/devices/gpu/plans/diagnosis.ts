import type { Plans } from "../plan.ts";
import { fold } from "./fold.ts";

export const diagnosis = {
  countNonFinite: (gpu, _, x) =>
    fold(
      gpu,
      [{ outer: 1, n: x.size, inner: 1 }],
      (threads, part) => gpu.run("countNonFinite", threads, part, x),
      "sum",
    ),
} satisfies Partial<Plans>;
