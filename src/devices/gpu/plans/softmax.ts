import type { Source } from "../driver.ts";
import { type Plan, type Plans, view } from "../plan.ts";
import { fold } from "./fold.ts";

/** Each line's largest element, then its Σ exp(x − peak), then the output. */
function alongAxis(kernel: Source): Plan<"softmax"> {
  return async (gpu, size, x, { outer, n, inner }) => {
    const axes = [{ outer, n, inner }];
    const peak = await fold(gpu, axes, (threads, part) => gpu.run("max", threads, part, x), "max");
    const peaks = view(peak, inner, outer);
    const total = await fold(
      gpu,
      axes,
      (threads, part) => gpu.run("softmaxTotal", threads, { ...part, inner }, x, peaks),
      "sum",
    );
    return gpu.run(kernel, size, { line: n * inner, inner }, x, peaks, view(total, inner, outer));
  };
}

export const softmaxes = {
  softmax: alongAxis("softmax"),
  logSoftmax: alongAxis("logSoftmax"),
} satisfies Partial<Plans>;
