import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import { type LocalResponseNormOptions, localResponseNormGeometry } from "../../../src/ops/localResponseNorm.ts";
import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["forward", "by-x", "second", "probe", "broken", "converter", "acts"] as const;
export const regions = choice("across", "within");
export const alphas = choice("0", "0.00002", "0.0001", "0.0005", "0.001", "0.01", "0.1", "0.5", "1", "2", "5");
export const betas = choice("0", "0.5", "0.75", "1", "2");
export const ks = choice("0", "0.5", "1", "2", "4");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly channels: (typeof regions.options)[number];
  /** How many channels there are; within the map, its height and width are `side`. */
  readonly c: number;
  readonly size: number;
  readonly alpha: (typeof alphas.options)[number];
  readonly beta: (typeof betas.options)[number];
  readonly k: (typeof ks.options)[number];
  readonly divide: boolean;
  readonly x: Fill;
  readonly dy: Fill;
  /** The direction along which ∂x is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  /** In "does it act?", x is multiplied by 2^scale. */
  readonly scale: number;
  readonly bug: number;
};

export const side = 5;

export const fields: Fields<State> = {
  mode: choice(...modes),
  channels: regions,
  c: range(8, 1, 12),
  size: range(5, 0, 11),
  alpha: { ...alphas, initial: "1" },
  beta: { ...betas, initial: "0.75" },
  k: { ...ks, initial: "2" },
  divide: flag(true),
  x: fill("random", 184),
  dy: fill("random", 2),
  v: fill("random", 4),
  select: { ...text, initial: "y:3" },
  h2: range(6, 0, 50),
  scale: range(0, 0, 10),
  bug: range(0, 0, 99),
};

export function optionsOf(s: State): Required<LocalResponseNormOptions> {
  const [alpha, beta, k] = [Number(s.alpha), Number(s.beta), Number(s.k)];
  return { size: s.size, alpha, beta, k, divideAlpha: s.divide, channels: s.channels };
}

/** As it is drawn: the channels at one pixel, or one channel's map. */
export const shapeOf = (s: State): number[] => (s.channels === "across" ? [s.c] : [side, side]);

/** [n, c, h, w]. */
export const fullShapeOf = (s: State): number[] => (s.channels === "across" ? [1, s.c, 1, 1] : [1, 1, side, side]);

/** @throws OptionError where the library refuses the options. */
export const geometryOf = (s: State): LocalResponseNormGeometry =>
  localResponseNormGeometry(fullShapeOf(s), optionsOf(s));
