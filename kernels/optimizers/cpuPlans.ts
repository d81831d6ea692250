import * as entries from "../../src/devices/cpu/entries.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";
import { each } from "../common/each.cpuPlans.ts";

export const optimizerPlans = {
  linearCombination: (_, out, a, b, c, g) => entries.linearCombination({ out, a, b, c, g }, each(out, 0.6)),
  squareAccumulate: (_, out, state, grad, w, g) => entries.squareAccumulate({ out, state, grad, w, g }, each(out, 0.6)),
  adaptiveStep: (_, out, w, direction, state, g) => entries.adaptiveStep({ out, w, direction, state, g }, each(out, 1)),
} satisfies Partial<Plans>;
