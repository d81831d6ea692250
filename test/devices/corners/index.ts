import type { Corner } from "./corner.ts";
import { elementwise } from "./elementwise.ts";
import { alongAxes, dropout, windows } from "./layers.ts";

/** What every operator makes of NaN, ±∞ and zeros of both signs: PyTorch's values and gradients, unless the operator says
 *  otherwise. One table for all devices. */
export const corners: readonly Corner[] = [...elementwise, ...alongAxes, ...windows, ...dropout];

/** Operators that copy their elements, or are made of others of the table. */
export const plain = [
  ...["reshape", "flatten", "permute", "transpose", "slice", "pad", "concat", "broadcastTo", "pick"],
  "depthwiseSeparableConv2d",
];
