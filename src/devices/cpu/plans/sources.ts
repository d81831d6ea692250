import { type Block, f32, type Plans, type Step } from "../plan.ts";
import { pass } from "./elementwise.ts";

export const sourcePlans = {
  fill: (_, out, { value }) => fill(out, value),
  dropoutMask(_, out, { key, p, scale }) {
    // A 32-bit word is dropped where it is below p · 2³², so up to and including the whole number before that.
    const lastDropped = Math.ceil(p * 2 ** 32) - 1;
    if (lastDropped < 0) return fill(out, scale);
    return { ...pass("dropoutMask", 3, out), scratch: 64, words: [...key, lastDropped, f32(scale)] };
  },
} satisfies Partial<Plans>;

export function fill(out: Block, value: number): Step {
  return { ...pass("fill", 0.2, out), words: [f32(value)] };
}
