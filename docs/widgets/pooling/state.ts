import type { Pool2dOptions } from "../../../src/core/geometry/pool2d.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";
import type { Windows } from "../core/window.ts";

/** The mode "by-x" is the gradient; "second" the gradient of that. */
export const modes = ["forward", "by-x", "second", "probe", "broken"] as const;

/** What the states of both poolings have. */
export type PoolingState = {
  readonly mode: (typeof modes)[number];
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly kh: number;
  readonly kw: number;
  readonly sh: number;
  readonly sw: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly ceil: boolean;
  readonly x: Fill;
  readonly dy: Fill;
  /** The direction along which the gradient is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  readonly step: number;
  readonly counts: boolean;
  readonly loss: "cubic" | "linear";
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export const losses = choice("cubic", "linear");

const size = (initial: number, most: number) => range(initial, 1, most);
const padding = range(0, 0, 4);
const allSteps = 999;

export const fields: Fields<PoolingState> = {
  mode: choice(...modes),
  n: size(1, 2),
  c: size(1, 2),
  h: size(5, 12),
  w: size(5, 12),
  kh: size(3, 5),
  kw: size(3, 5),
  sh: range(2, 0, 4),
  sw: range(2, 0, 4),
  top: padding,
  bottom: padding,
  left: padding,
  right: padding,
  ceil: flag(),
  x: fill("shuffled", 18),
  dy: fill("random", 2),
  v: fill("random", 4),
  select: { ...text, initial: "y:0,0,0,1" },
  step: range(allSteps, 0, allSteps),
  counts: flag(),
  loss: losses,
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

export function optionsOf(s: PoolingState): Pool2dOptions {
  return {
    kernel: [s.kh, s.kw],
    stride: [s.sh, s.sw],
    padding: { top: s.top, bottom: s.bottom, left: s.left, right: s.right },
    ceilMode: s.ceil,
  };
}

export const xShapeOf = (s: PoolingState) => [s.n, s.c, s.h, s.w];

/** A pooling of a state. */
export interface Operator {
  readonly windows: Windows;
  readonly xShape: readonly number[];
  /** The output's. */
  readonly shape: readonly number[];
  run(x: Tensor): Tensor;
}
