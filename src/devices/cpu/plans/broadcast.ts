import * as entries from "../entries.ts";
import type { Plans } from "../plan.ts";
import { each } from "./elementwise.ts";

export const broadcastPlans = {
  add: (_, out, a, b, { walk }) => entries.add({ out, a, b, g: walk }, each(out, 0.4)),
  sub: (_, out, a, b, { walk }) => entries.sub({ out, a, b, g: walk }, each(out, 0.4)),
  mul: (_, out, a, b, { walk }) => entries.mul({ out, a, b, g: walk }, each(out, 0.4)),
  div: (_, out, a, b, { walk }) => entries.div({ out, a, b, g: walk }, each(out, 0.5)),
  pow: (_, out, a, b, { walk }) => entries.pow({ out, a, b, g: walk }, each(out, 9)),
  maximum: (_, out, a, b, { walk }) => entries.maximum({ out, a, b, g: walk }, each(out, 0.5)),
  equal: (_, out, a, b, { walk }) => entries.equal({ out, a, b, g: walk }, each(out, 0.4)),
  greater: (_, out, a, b, { walk }) => entries.greater({ out, a, b, g: walk }, each(out, 0.4)),
} satisfies Partial<Plans>;
