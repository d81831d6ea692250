import { type Conv2dGeometry, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { choice, type Fields, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["windows", "product", "back"] as const;

export type State = {
  readonly mode: (typeof modes)[number];
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly k: number;
  readonly kh: number;
  readonly kw: number;
  readonly s: number;
  readonly d: number;
  readonly p: number;
  readonly x: Fill;
  readonly weight: Fill;
  readonly dy: Fill;
  readonly select: string;
  readonly step: number;
};

export type Numbers = "x" | "weight" | "dy";

const allSteps = 999;

export const fields: Fields<State> = {
  mode: choice(...modes),
  c: range(1, 1, 3),
  h: range(4, 1, 6),
  w: range(4, 1, 6),
  k: range(2, 1, 4),
  kh: range(3, 1, 4),
  kw: range(3, 1, 4),
  s: range(1, 0, 3),
  d: range(1, 0, 2),
  p: range(0, 0, 2),
  x: fill("random", 1),
  weight: fill("random", 5),
  dy: fill("random", 2),
  select: { ...text, initial: "x:0,1,1" },
  step: range(allSteps, 0, allSteps),
};

export const optionsOf = (s: State) => ({ stride: s.s, dilation: s.d, padding: s.p });

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export const geometryOf = (s: State): Conv2dGeometry =>
  conv2dGeometry("conv2d", [1, s.c, s.h, s.w], [s.k, s.c, s.kh, s.kw], optionsOf(s));

export const xShapeOf = (s: State) => [s.c, s.h, s.w];
