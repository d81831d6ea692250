import { boolean, kind, number, numbers } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";

const axes = kind("an axis or an array of them", (value): value is number | readonly number[] => {
  return number.accepts(value) || numbers.accepts(value);
});

export interface ReduceOptions {
  /** Axes to reduce; negative ones count from the back. Default: all. */
  readonly axes?: number | readonly number[];
  /** Leave reduced axes in place with size 1. Default false. */
  readonly keepDims?: boolean;
}

export const reduceOptions: Kinds<ReduceOptions> = { axes, keepDims: boolean };

export interface AxisOptions {
  /** Default: the last. */
  readonly axis?: number;
}

export const axisOptions: Kinds<AxisOptions> = { axis: number };
