import type { BroadcastGeometry } from "../../../core/geometry/strided.ts";
import type { Block, Plans, Step } from "../plan.ts";
import { pass } from "./elementwise.ts";
import { walkWords } from "./walk.ts";

export const broadcastPlans = {
  add: (_, out, a, b, g) => broadcast("add", 0.4, out, a, b, g),
  sub: (_, out, a, b, g) => broadcast("sub", 0.4, out, a, b, g),
  mul: (_, out, a, b, g) => broadcast("mul", 0.4, out, a, b, g),
  div: (_, out, a, b, g) => broadcast("div", 0.5, out, a, b, g),
  pow: (_, out, a, b, g) => broadcast("pow", 9, out, a, b, g),
  maximum: (_, out, a, b, g) => broadcast("maximum", 0.5, out, a, b, g),
  equal: (_, out, a, b, g) => broadcast("equal", 0.4, out, a, b, g),
  greater: (_, out, a, b, g) => broadcast("greater", 0.4, out, a, b, g),
} satisfies Partial<Plans>;

function broadcast(entry: string, cost: number, out: Block, a: Block, b: Block, { walk }: BroadcastGeometry): Step {
  return { ...pass(entry, cost, out, a, b), words: walkWords(entry, walk) };
}
