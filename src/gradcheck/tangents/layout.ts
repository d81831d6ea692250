import { apply, type Rules } from "./rule.ts";

/** Kernels that are linear in each of their inputs: the same kernel, of one tangent at a time. */
export const layout: Rules<"strided" | "pad" | "concat"> = {
  strided: ({ length }, [, g], [dx]) => dx && apply("strided", length, dx, g),
  pad: ({ length }, [, g], [dx]) => dx && apply("pad", length, dx, { ...g, value: 0 }),
  concat: ({ length }, [a, b, g], [da, db]) =>
    da === null && db === null
      ? null
      : apply("concat", length, da ?? new Float64Array(a.length), db ?? new Float64Array(b.length), g),
};
