import { type Conv2dGeometry, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import { choice, type Fields, range, text } from "../core/fields.ts";

export const views = ["blocks", "separable", "towers"] as const;

export type State = {
  readonly view: (typeof views)[number];
  /** Channels, filters, and the groups that they are divided into. */
  readonly c: number;
  readonly k: number;
  readonly groups: number;
  /** The kernel's height and width. */
  readonly kernel: number;
  /** The output's. */
  readonly out: number;
  readonly select: string;
};

export const fields: Fields<State> = {
  view: choice(...views),
  c: range(8, 1, 16),
  k: range(8, 1, 16),
  groups: range(2, 0, 16),
  kernel: range(3, 1, 5),
  out: range(13, 1, 32),
  select: text,
};

/** A convolution of the state's output size: a stride of 1, no padding.
 *  @throws ShapeError or OptionError where the library refuses it. */
export function geometryOf({ c, k, kernel, out }: State, groups: number): Conv2dGeometry {
  const size = out + kernel - 1;
  const perGroup = Math.max(1, Math.floor(c / Math.max(1, groups)));
  return conv2dGeometry("conv2d", [1, c, size, size], [k, perGroup, kernel, kernel], { groups });
}

/** What a convolution has and does. */
export interface Cost {
  readonly shape: readonly number[];
  readonly weights: number;
  readonly multiplications: number;
}

export function costOf({ wShape, oh, ow }: Conv2dGeometry): Cost {
  const weights = sizeOf(wShape);
  return { shape: wShape, weights, multiplications: weights * oh * ow };
}
