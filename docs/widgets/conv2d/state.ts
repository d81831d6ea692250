import { type Conv2dGeometry, type Conv2dOptions, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";

import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["forward", "by-x", "by-w", "second", "probe", "broken"] as const;

export type State = {
  readonly mode: (typeof modes)[number];
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly k: number;
  readonly kh: number;
  readonly kw: number;
  readonly sh: number;
  readonly sw: number;
  readonly dh: number;
  readonly dw: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly groups: number;
  readonly ceil: boolean;
  readonly x: Fill;
  readonly weight: Fill;
  readonly dy: Fill;
  /** The direction along which a gradient is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  readonly step: number;
  /** How the gradient by x comes about: each ∂y writes its window, or each ∂x reads. */
  readonly order: "scatter" | "gather";
  /** Which gradient is differentiated again. */
  readonly corner: "x" | "w";
  readonly counts: boolean;
  readonly loss: "linear" | "smooth" | "kinked";
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export const orders = choice("scatter", "gather");
export const losses = choice("smooth", "linear", "kinked");
export const corners = choice("x", "w");

const size = (initial: number, most: number) => range(initial, 1, most);
const allSteps = 999;

export const fields: Fields<State> = {
  mode: choice(...modes),
  n: size(1, 2),
  c: size(1, 4),
  h: size(5, 12),
  w: size(5, 12),
  k: size(1, 4),
  kh: size(3, 5),
  kw: size(3, 5),
  sh: range(2, 0, 4),
  sw: range(2, 0, 4),
  dh: range(1, 0, 3),
  dw: range(1, 0, 3),
  top: range(1, 0, 4),
  bottom: range(1, 0, 4),
  left: range(1, 0, 4),
  right: range(1, 0, 4),
  groups: range(1, 0, 4),
  ceil: flag(),
  x: fill("random", 1),
  weight: fill("random", 5),
  dy: fill("random", 2),
  v: fill("random", 4),
  select: { ...text, initial: "y:0,0,1,1" },
  step: range(allSteps, 0, allSteps),
  order: orders,
  corner: corners,
  counts: flag(),
  loss: losses,
  h2: range(6, 0, 50),
  // "= for += over the kernel's taps": overlapping windows show it.
  bug: range(9, 0, 99),
};

export function optionsOf(s: State): Conv2dOptions {
  return {
    stride: [s.sh, s.sw],
    dilation: [s.dh, s.dw],
    padding: { top: s.top, bottom: s.bottom, left: s.left, right: s.right },
    groups: s.groups,
    ceilMode: s.ceil,
  };
}

export const xShapeOf = (s: State) => [s.n, s.c, s.h, s.w];

/** Filters see the channels of their group: where groups do not divide them, what the library says of it stands. */
export const wShapeOf = (s: State) => [s.k, Math.max(1, Math.floor(s.c / Math.max(1, s.groups))), s.kh, s.kw];

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export const geometryOf = (s: State): Conv2dGeometry =>
  conv2dGeometry("conv2d", xShapeOf(s), wShapeOf(s), optionsOf(s));
