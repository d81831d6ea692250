import { bugs as avgPool2d } from "../widgets/avg-pool/bugs.ts";
import { bugs as conv2d } from "../widgets/conv2d/bugs.ts";
import { bugs as maxPool2d } from "../widgets/max-pool/bugs.ts";

interface Data {
  readonly conv2d: number;
  readonly maxPool2d: number;
  readonly avgPool2d: number;
}

declare const data: Data;

export { data };

/** How many seeded bugs a drawing offers. */
export default {
  load: (): Data => ({ conv2d: conv2d.length, maxPool2d: maxPool2d.length, avgPool2d: avgPool2d.length }),
};
