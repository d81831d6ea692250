import * as entries from "../entries.ts";
import type { Units } from "../pass.ts";
import type { Block, Plans } from "../plan.ts";

/** A unit is an element, which takes `cost` nanoseconds. */
export function each({ size }: Block, cost: number): Units {
  return { units: size, cost, align: 16 };
}

export const elementwisePlans = {
  neg: (_, out, x) => entries.neg({ out, x }, each(out, 0.3)),
  exp: (_, out, x) => entries.exp({ out, x }, each(out, 1)),
  log: (_, out, x) => entries.log({ out, x }, each(out, 1.7)),
  sqrt: (_, out, x) => entries.sqrt({ out, x }, each(out, 0.5)),
  abs: (_, out, x) => entries.abs({ out, x }, each(out, 0.3)),
  sign: (_, out, x) => entries.sign({ out, x }, each(out, 0.3)),
  clamp: (_, out, x, g) => entries.clamp({ out, x, g }, each(out, 0.3)),
  relu: (_, out, x) => entries.relu({ out, x }, each(out, 0.3)),
  reluGrad: (_, out, dy, y) => entries.reluGrad({ out, dy, y }, each(out, 0.4)),
  sigmoid: (_, out, x) => entries.sigmoid({ out, x }, each(out, 1.5)),
  tanh: (_, out, x) => entries.tanh({ out, x }, each(out, 2)),
} satisfies Partial<Plans>;
