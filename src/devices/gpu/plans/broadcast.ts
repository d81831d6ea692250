import type { Source } from "../driver.ts";
import type { Plan, Plans } from "../plan.ts";
import { isWhole, stretch } from "./stretch.ts";

/** `flat`, if there is one, takes two arrays of the output's size. */
function broadcast(stretched: Source, flat?: Source): Plan<"add"> {
  return async (gpu, size, a, b, { walk: { dims, strides } }) => {
    const left = await stretch(gpu, size, a, dims, strides[0]);
    const right = await stretch(gpu, size, b, dims, strides[1]);
    if (flat !== undefined && isWhole(left) && isWhole(right))
      return gpu.run(flat, size, {}, left.buffer, right.buffer);
    const periods = [left.inner, left.period, right.inner, right.period];
    return gpu.run(stretched, size, {}, left.buffer, right.buffer, ...periods);
  };
}

export const broadcasts = {
  add: broadcast("addStretched", "add"),
  sub: broadcast("subStretched", "sub"),
  mul: broadcast("mulStretched", "mul"),
  div: broadcast("divStretched", "div"),
  pow: broadcast("powStretched"),
  maximum: broadcast("maximumStretched", "maximum"),
  equal: broadcast("equalStretched", "equal"),
  greater: broadcast("greaterStretched", "greater"),
} satisfies Partial<Plans>;
