import { boolean, kind, number, numbers } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";

export const axisOrAxes = kind("an axis or an array of them", (value): value is number | readonly number[] => {
  return number.accepts(value) || numbers.accepts(value);
});

/** What a reduction reduces, and what it leaves. */
export interface ReduceOptions {
  /** The axis to reduce, or several; negative ones count from the back. Default: all. */
  readonly axis?: number | readonly number[];
  /** Whether to leave reduced axes in place with size 1. Default: false. */
  readonly keepDims?: boolean;
}

export const reduceOptions: Kinds<ReduceOptions> = { axis: axisOrAxes, keepDims: boolean };

/** The one axis that an operator runs along. */
export interface AxisOptions {
  /** The axis; negative ones count from the back. Default: the last. */
  readonly axis?: number;
}

export const axisOptions: Kinds<AxisOptions> = { axis: number };
