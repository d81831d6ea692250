import { type Conv2dGeometry, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { samePadding } from "../../../src/core/geometry/window.ts";
import { choice, type Fields, flag, range, text } from "../core/fields.ts";

export type State = {
  /** Elements, taps of the window, stride, dilation. */
  readonly n: number;
  readonly k: number;
  readonly s: number;
  readonly d: number;
  readonly pad: "given" | "valid" | "same" | "full";
  readonly before: number;
  readonly after: number;
  readonly ceil: boolean;
  readonly select: string;
  readonly step: number;
};

export const pads = choice("given", "valid", "same", "full");

const allSteps = 999;

export const fields: Fields<State> = {
  n: range(10, 1, 260),
  k: range(3, 1, 16),
  s: range(2, 0, 8),
  d: range(1, 0, 6),
  pad: pads,
  before: range(0, 0, 12),
  after: range(0, 0, 12),
  ceil: flag(),
  select: text,
  step: range(allSteps, 0, allSteps),
};

/** An axis of windows, as the library reads it. */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly span: number;
}

export function axisOf(s: State): Axis {
  const sliding = { size: s.n, kernel: s.k, stride: s.s, dilation: s.d };
  const span = s.d * (s.k - 1) + 1;
  const [before, after] = {
    given: () => [s.before, s.after] as const,
    valid: () => [0, 0] as const,
    same: () => samePadding(sliding),
    full: () => [span - 1, span - 1] as const,
  }[s.pad]();
  return { ...sliding, before, after, span };
}

export function optionsOf(s: State) {
  const { before, after } = axisOf(s);
  return {
    stride: [1, s.s] as const,
    dilation: [1, s.d] as const,
    padding: s.s > 0 && s.d > 0 ? { left: before, right: after } : 0,
    ceilMode: s.ceil,
  };
}

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export const geometryOf = (s: State): Conv2dGeometry =>
  conv2dGeometry("conv2d", [1, 1, 1, s.n], [1, 1, 1, s.k], optionsOf(s));
