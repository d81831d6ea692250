import type { Units } from "../../src/devices/cpu/pass.ts";
import type { Buffer } from "../../src/devices/cpu/plan.ts";

/** A unit is an element, which takes `cost` nanoseconds. */
export function each({ size }: Buffer, cost: number): Units {
  return { units: size, cost, align: 16 };
}
